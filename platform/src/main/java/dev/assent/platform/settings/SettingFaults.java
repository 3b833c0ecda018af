package dev.assent.platform.settings;

import dev.assent.platform.intake.fields.Nearest;
import dev.assent.wire.connection.KafkaLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What is wrong with what an operator set: a line each, which names the setting as it was written,
/// what was expected and what came, and never a secret.
public final class SettingFaults {
  /// What a cluster manager adds for services that it knows, for example for one that is called
  /// `assent-gateway`: `ASSENT_GATEWAY_PORT_8100_TCP_ADDR`.
  private static final Pattern OF_A_CLUSTER =
      Pattern.compile("ASSENT_.*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_[0-9]+_(TCP|UDP)(_.*)?)?)");

  private static final String KAFKA_CONFIG = "assent.kafka.config";

  private final Map<String, String> variables;
  private final Map<String, String> properties;
  private final List<String> faults = new ArrayList<>();

  private SettingFaults(Map<String, String> variables, Map<String, String> properties) {
    this.variables = variables;
    this.properties = properties;
  }

  /// @param variables of the environment
  /// @param properties of the system
  public static List<String> of(Map<String, String> variables, Map<String, String> properties) {
    SettingFaults found = new SettingFaults(new TreeMap<>(variables), new TreeMap<>(properties));
    found.look();
    return List.copyOf(found.faults);
  }

  private void look() {
    properties.forEach(this::property);
    variables.forEach(this::variable);
    if (faults.isEmpty()) {
      kafkaProperties();
      notAbove("assent.notifier.backoff", "500ms", "assent.notifier.backoff-max", "10m");
      notAbove(
          "assent.notifier.webhooks.backoff", "5s", "assent.notifier.webhooks.backoff-max", "1h");
    }
  }

  private void property(String name, String value) {
    Optional.ofNullable(KnownSettings.BY_NAME.get(name))
        .ifPresentOrElse(
            setting -> setting.form().fault(name, value).ifPresent(faults::add),
            () -> {
              if (name.startsWith(KnownSettings.PREFIX)
                  && !name.startsWith(KnownSettings.KAFKA_PROPERTIES)) {
                faults.add(unknown(name, KnownSettings.names()));
              }
            });
  }

  private void variable(String name, String value) {
    Optional.ofNullable(KnownSettings.BY_VARIABLE.get(name))
        .ifPresentOrElse(
            setting -> setting.form().fault(name, value).ifPresent(faults::add),
            () -> {
              if (name.startsWith(KnownSettings.VARIABLE_PREFIX)
                  && !KnownSettings.VARIABLES_OF_THE_COMMAND_LINE.contains(name)
                  && !OF_A_CLUSTER.matcher(name).matches()) {
                Set<String> known = new HashSet<>(KnownSettings.VARIABLES_OF_THE_COMMAND_LINE);
                known.addAll(KnownSettings.BY_VARIABLE.keySet());
                faults.add(unknown(name, known));
              }
            });
  }

  private static String unknown(String name, Collection<String> known) {
    return "expected the name of a setting, but got "
        + name
        + Nearest.to(name, known)
            .map(near -> "; the nearest is " + near)
            .orElse("; deploy/README.md has them all");
  }

  private void kafkaProperties() {
    setting(KAFKA_CONFIG)
        .filter(file -> !file.isBlank() && !file.contains("${"))
        .ifPresent(
            file -> {
              try {
                faults.addAll(
                    KafkaClientFaults.of(
                        "in the file " + file + " ", KafkaLogin.properties(Path.of(file))));
              } catch (IOException | IllegalArgumentException e) {
                faults.add("expected Kafka client properties in " + file + ", but " + e);
              }
            });
    Map<String, String> given = new TreeMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(KnownSettings.KAFKA_PROPERTIES)) {
            given.put(name.substring(KnownSettings.KAFKA_PROPERTIES.length()), value);
          }
        });
    faults.addAll(KafkaClientFaults.of(KnownSettings.KAFKA_PROPERTIES, given));
  }

  private void notAbove(String less, String lessDefault, String more, String moreDefault) {
    String first = setting(less).orElse(lessDefault);
    String longest = setting(more).orElse(moreDefault);
    Optional<Duration> low = Durations.read(first);
    Optional<Duration> high = Durations.read(longest);
    if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
      faults.add(
          "expected "
              + less
              + " to be at most "
              + more
              + ", but they are "
              + first
              + " and "
              + longest);
    }
  }

  private Optional<String> setting(String name) {
    return Optional.ofNullable(properties.get(name))
        .or(
            () ->
                Optional.ofNullable(KnownSettings.BY_NAME.get(name))
                    .map(known -> variables.get(known.variable())));
  }
}
