package dev.assent.settings;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a service does before anything else: with a wrong setting it says so in a line and ends.
public final class StartUp {
  /// As the command line's wrong usage, so that whoever starts services need not try again.
  public static final int WRONG_SETTINGS = 2;

  private static final Pattern ARGUMENT = Pattern.compile("--?([^=]+)=(.*)");

  private StartUp() {}

  /// Ends the process when a setting is wrong.
  ///
  /// @param arguments settings as `--assent.topics.prefix=test-`
  public static void requireGoodSettings(String service, String... arguments) {
    List<String> faults = faults(System.getenv(), systemProperties(), arguments);
    if (!faults.isEmpty()) {
      tell(service, faults, System.err);
      System.exit(WRONG_SETTINGS);
    }
  }

  /// The properties of this process's system.
  public static Map<String, String> systemProperties() {
    Map<String, String> properties = new TreeMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name, "")));
    return properties;
  }

  static List<String> faults(
      Map<String, String> variables, Map<String, String> properties, String... arguments) {
    Map<String, String> all = new TreeMap<>(properties);
    List<String> faults = new ArrayList<>();
    for (String argument : arguments) {
      Matcher matcher = ARGUMENT.matcher(argument);
      if (matcher.matches()) {
        all.put(matcher.group(1), matcher.group(2));
      } else {
        faults.add("expected settings such as --assent.topics.prefix=test-, but got " + argument);
      }
    }
    faults.addAll(SettingFaults.of(variables, all));
    return faults;
  }

  static void tell(String service, List<String> faults, PrintStream to) {
    faults.forEach(fault -> to.println("assent " + service + ": " + fault + "."));
    to.flush();
  }
}
