package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.platform.settings.KnownSettings;
import dev.assent.platform.settings.SettingFaults;
import io.micronaut.core.naming.NameUtils;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// An operator finds every setting of the services in one table, and nothing in it that no code
/// reads. What the code reads is found in its source: write a setting's name out where it is read.
class SettingsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path TABLE = ROOT.resolve("deploy").resolve("README.md");
  private static final Path JAVA = Path.of("src", "main", "java");
  private static final String NAME = "(assent\\.[a-z.-]+[a-z])";

  /// Looked up in the environment or in what [dev.assent.wire.connection.Connection] is given, or
  /// in a placeholder, which may have a default.
  private static final List<Pattern> READ =
      List.of(
          Pattern.compile("(?:getProperty|apply)\\(\\s*\"" + NAME + "\""),
          Pattern.compile("\\$\\{" + NAME + "[:}]"));

  /// Everything that begins with it.
  private static final Pattern READ_ALL = Pattern.compile("getProperties\\(\\s*\"" + NAME + "\"");

  /// A record, each component of which is a setting.
  private static final Pattern READ_RECORD =
      Pattern.compile("@ConfigurationProperties\\(\\s*\"" + NAME + "\"");

  private static final Pattern VARIABLE = Pattern.compile("(ASSENT_[A-Z_]+[A-Z])");

  private static final Pattern IN_ROW = Pattern.compile("`(assent\\.[a-z.*-]+)`");

  @Test
  void everySettingThatTheCodeReadsHasARow() throws Exception {
    Set<String> missing = new TreeSet<>(read());
    missing.removeAll(rows().keySet());

    assertThat(missing).as("settings without a row in deploy/README.md").isEmpty();
  }

  @Test
  void everyRowIsOfASettingThatTheCodeReads() throws Exception {
    Set<String> unknown = new TreeSet<>(rows().keySet());
    unknown.removeAll(read());

    assertThat(unknown).as("settings in deploy/README.md that no code reads").isEmpty();
  }

  @Test
  void everyProgramLooksAtEachSettingBeforeItStarts() throws Exception {
    Set<String> expected = new TreeSet<>(rows().keySet());
    expected.removeIf(name -> name.endsWith("*"));
    expected.addAll(List.of("micronaut.server.host", "micronaut.server.port"));

    assertThat(KnownSettings.names()).containsExactlyInAnyOrderElementsOf(expected);
  }

  /// Else a program would refuse to start for a variable that another one reads.
  @Test
  void noVariableThatTheSourcesNameIsTakenForAMistake() throws Exception {
    Set<String> unknown = new TreeSet<>();
    List<Path> named = new ArrayList<>(sources());
    named.add(ROOT.resolve("assent"));
    for (Path file : named) {
      for (String variable : found(VARIABLE, Files.readString(file))) {
        if (SettingFaults.of(Map.of(variable, ""), Map.of()).stream()
            .anyMatch(fault -> fault.startsWith("expected the name of a setting"))) {
          unknown.add(variable);
        }
      }
    }

    assertThat(unknown).as("variables that SettingFaults refuses").isEmpty();
  }

  @Test
  void everyRowNamesTheVariable() throws IOException {
    Set<String> without = new TreeSet<>();
    rows()
        .forEach(
            (setting, row) -> {
              String variable = setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
              if (!setting.endsWith("*") && !row.contains("`" + variable + "`")) {
                without.add(setting);
              }
            });

    assertThat(without).as("settings in deploy/README.md without their variable").isEmpty();
  }

  /// The table's rows by the settings in their first cell.
  private static Map<String, String> rows() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (line.startsWith("| `assent.")) {
        Matcher matcher = IN_ROW.matcher(line.substring(0, line.indexOf('|', 1)));
        while (matcher.find()) {
          rows.put(matcher.group(1), line);
        }
      }
    }
    return rows;
  }

  private static Set<String> read() throws Exception {
    Set<String> settings = new TreeSet<>();
    for (Path file : sources()) {
      String source = Files.readString(file);
      READ.forEach(pattern -> settings.addAll(found(pattern, source)));
      found(READ_ALL, source).forEach(prefix -> settings.add(prefix + ".*"));
      for (String prefix : found(READ_RECORD, source)) {
        for (RecordComponent component : recordIn(file).getRecordComponents()) {
          settings.add(prefix + "." + NameUtils.hyphenate(component.getName()));
        }
      }
    }
    return settings;
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path folder : modules.map(module -> module.resolve(JAVA)).toList()) {
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  private static Class<?> recordIn(Path file) throws ClassNotFoundException {
    Path inModule = ROOT.relativize(file);
    int begin = 1 + JAVA.getNameCount();
    String name = inModule.subpath(begin, inModule.getNameCount()).toString().replace(".java", "");
    Class<?> type =
        Class.forName(
            name.replace(file.getFileSystem().getSeparator(), "."),
            false,
            SettingsTest.class.getClassLoader());
    assertThat(type.isRecord()).as("%s is a record, so that its settings are known", type).isTrue();
    return type;
  }

  private static Set<String> found(Pattern pattern, String source) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(source);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
