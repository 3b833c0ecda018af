package dev.assent.platform.settings;

import dev.assent.wire.connection.Connection;
import java.io.PrintStream;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a service's program begins. With a wrong setting, or when it cannot start, it says so in one
/// line on standard error and ends.
public final class StartUp {
  /// As the command line's wrong usage, so that whoever starts services need not try again.
  private static final int WRONG_SETTINGS = 2;

  private static final int FAILED = 1;
  private static final String VARIABLES = "assent.variables";
  private static final int CHAIN_MAX = 50;

  private static final Pattern ARGUMENT = Pattern.compile("--?([^=]+)=(.*)");

  private StartUp() {}

  /// Ends the process when a setting is wrong, or when the service does not start.
  ///
  /// @param arguments settings as `--assent.topics.prefix=test-`
  /// @param start returns what has started
  public static <T> T run(String service, String[] arguments, Supplier<T> start) {
    List<String> faults = faults(System.getenv(), systemProperties(), arguments);
    if (!faults.isEmpty()) {
      throw end(service, faults, WRONG_SETTINGS);
    }
    try {
      return start.get();
    } catch (RuntimeException e) {
      if ("1".equals(System.getenv("ASSENT_DEBUG"))) {
        e.printStackTrace(System.err);
      }
      throw end(service, List.of("could not start: " + why(e)), FAILED);
    }
  }

  /// The framework wraps what our own code says, and that is what an operator can act on; else the
  /// beginning of all has the place, and its end the reason.
  static String why(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = failure; each != null && chain.size() < CHAIN_MAX; ) {
      chain.add(each);
      each = each.getCause();
    }
    Throwable last = chain.getLast();
    String brokers =
        KafkaClientFaults.isSilence(last)
            ? " (assent.kafka.bootstrap-servers: " + brokers() + ")"
            : "";
    return chain.reversed().stream()
            .map(each -> String.valueOf(each.getMessage()))
            .filter(message -> message.startsWith("expected "))
            .findFirst()
            .orElseGet(
                () ->
                    last instanceof BindException
                        ? failure.getMessage() + ": " + last.getMessage()
                        : last.getClass().getSimpleName() + ": " + last.getMessage())
            .replaceAll("\\s+", " ")
        + brokers;
  }

  private static String brokers() {
    return Optional.ofNullable(System.getProperty("assent.kafka.bootstrap-servers"))
        .or(() -> Optional.ofNullable(System.getenv("ASSENT_KAFKA_BOOTSTRAP_SERVERS")))
        .orElse(Connection.BOOTSTRAP_SERVERS);
  }

  /// The compiler is told that nothing comes after it.
  private static IllegalStateException end(String service, List<String> lines, int exit) {
    tell(service, lines, System.err);
    System.exit(exit);
    return new IllegalStateException("the process has ended");
  }

  /// Among a service's own settings it keeps the environment's variables out.
  public static Map<String, Object> withoutVariables() {
    return Map.of(VARIABLES, false);
  }

  /// Whether a service that is started with these settings takes others from the environment.
  public static boolean takesVariables(Map<String, Object> settings) {
    return !Boolean.FALSE.equals(settings.get(VARIABLES));
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
