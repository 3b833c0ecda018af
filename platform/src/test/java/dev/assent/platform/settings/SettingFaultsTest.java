package dev.assent.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingFaultsTest {
  /// A value that no setting has but those that take any text.
  private static final String NONSENSE = "<\n>";

  static Iterable<Setting> settings() {
    return KnownSettings.ALL.stream()
        .filter(one -> one.form().fault(one.name(), NONSENSE).isPresent())
        .toList();
  }

  @Test
  void onlyRolesAndTheHostMayBeAnyText() {
    assertThat(KnownSettings.ALL)
        .filteredOn(one -> one.form().fault(one.name(), NONSENSE).isEmpty())
        .extracting(Setting::name)
        .containsExactly("assent.gateway.login.roles", "micronaut.server.host");
  }

  @ParameterizedTest
  @MethodSource("settings")
  void eachSettingsWrongValueIsOneLineThatNamesIt(Setting setting) {
    assertThat(SettingFaults.of(Map.of(setting.variable(), NONSENSE), Map.of()))
        .singleElement()
        .asString()
        .hasLineCount(1)
        .startsWith("expected " + setting.variable() + " to be ")
        .contains(", but ");
    assertThat(SettingFaults.of(Map.of(), Map.of(setting.name(), NONSENSE)))
        .singleElement()
        .asString()
        .startsWith("expected " + setting.name() + " to be ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ASSENT_NOTIFIER_ZONE|Mars/Olympus|a time zone such as Europe/Berlin or UTC, but got"
            + " 'Mars/Olympus'",
        "ASSENT_REGISTRY_URL|foo|a URL such as http://127.0.0.1:8181, but got 'foo'",
        "ASSENT_NOTIFIER_HORIZON|banana|a time of 0s or more, such as 500ms, 30s or 1h, but got"
            + " 'banana'",
        "ASSENT_LIFECYCLE_TAKEOVER|400ms|a time of 500ms or more, such as 500ms, 30s or 1h, but got"
            + " '400ms'",
        "ASSENT_LIFECYCLE_THREADS|65|a number from 1 to 64, but got '65'",
        "ASSENT_OPEN_METRICS|ja|true or false, but got 'ja'",
        "ASSENT_KAFKA_BOOTSTRAP_SERVERS|kafka|brokers as host:port, comma-separated, but got"
            + " 'kafka'",
        "ASSENT_STATE_DIR|/dev/null/state|a folder that this program can write to, but got"
            + " '/dev/null/state'",
        "ASSENT_KAFKA_CONFIG|/nowhere|a file that this program can read, but got '/nowhere'",
        "ASSENT_GATEWAY_LOGIN_WORKSPACE|local|a workspace, as org/workspace, but got 'local'",
        "ASSENT_TOPICS_PARTITIONS|''|a number from 1 to 10000, but it is empty",
      })
  void itSaysWhatWasExpectedAndWhatCame(String variable, String value, String what) {
    assertThat(SettingFaults.of(Map.of(variable, value), Map.of()))
        .containsExactly("expected " + variable + " to be " + what);
  }

  @ParameterizedTest
  @CsvSource({
    "ASSENT_WEBHOOKS_KEY,too-short-to-be-one",
    "ASSENT_STEP_TOKENS_SECRET,too-short-to-be-one",
    "ASSENT_DOORS_KEY,too-short-to-be-one",
    "ASSENT_REGISTRY_USER_INFO,too-short-to-be-one"
  })
  void aSecretIsNotShown(String variable, String secret) {
    assertThat(SettingFaults.of(Map.of(variable, secret), Map.of()))
        .singleElement()
        .asString()
        .startsWith("expected " + variable + " to be ")
        .endsWith("but it is not: it has 19 bytes")
        .doesNotContain(secret);
  }

  @Test
  void aMisspeltVariableIsNamedWithTheNearestKnownOne() {
    assertThat(SettingFaults.of(Map.of("ASSENT_KAFKA_BOOTSTRAP_SERVER", "kafka:9092"), Map.of()))
        .containsExactly(
            "expected the name of a setting, but got ASSENT_KAFKA_BOOTSTRAP_SERVER; the nearest is"
                + " ASSENT_KAFKA_BOOTSTRAP_SERVERS");
    assertThat(SettingFaults.of(Map.of(), Map.of("assent.topic.prefix", "a-")))
        .containsExactly(
            "expected the name of a setting, but got assent.topic.prefix; the nearest is"
                + " assent.topics.prefix");
  }

  @Test
  void whatIsNearNothingIsToldWhereAllAre() {
    assertThat(SettingFaults.of(Map.of("ASSENT_COLOUR_OF_THE_BIKE_SHED", "green"), Map.of()))
        .containsExactly(
            "expected the name of a setting, but got ASSENT_COLOUR_OF_THE_BIKE_SHED;"
                + " deploy/README.md has them all");
  }

  @Test
  void variablesOfOthersAreNobodysFault() {
    assertThat(
            SettingFaults.of(
                Map.of(
                    "PATH", "/bin",
                    "ASSENT_DATA", "x",
                    "ASSENT_INITIATOR_KEY", "k",
                    "ASSENT_GATEWAY_SERVICE_HOST", "10.0.0.1",
                    "ASSENT_GATEWAY_SERVICE_PORT", "8100",
                    "ASSENT_GATEWAY_PORT", "tcp://10.0.0.1:8100",
                    "ASSENT_GATEWAY_PORT_8100_TCP_ADDR", "10.0.0.1"),
                Map.of("java.version", "25")))
        .isEmpty();
  }

  @Test
  void goodValuesHaveNoFault(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("kafka.properties"), "security.protocol=SSL");
    assertThat(
            SettingFaults.of(
                Map.ofEntries(
                    Map.entry("ASSENT_KAFKA_BOOTSTRAP_SERVERS", "kafka-1:9092, [::1]:9092"),
                    Map.entry("ASSENT_KAFKA_CONFIG", file.toString()),
                    Map.entry("ASSENT_REGISTRY_URL", "https://registry.example/api"),
                    Map.entry("ASSENT_REGISTRY_USER_INFO", "user:password"),
                    Map.entry("ASSENT_DOORS_KEY", "k".repeat(32)),
                    Map.entry("ASSENT_DOORS_UNSEALED_BEFORE", "assent.commands-0:17,a-1:4"),
                    Map.entry("ASSENT_TOPICS_PREFIX", ""),
                    Map.entry("ASSENT_TOPICS_REPLICATION_FACTOR", "3"),
                    Map.entry("ASSENT_STATE_DIR", folder.resolve("a/b").toString()),
                    Map.entry("ASSENT_NOTIFIER_ZONE", "Europe/Berlin"),
                    Map.entry("ASSENT_NOTIFIER_HORIZON", "PT30S"),
                    Map.entry("ASSENT_GATEWAY_TRUSTED_PROXIES", "10.0.0.1,::1"),
                    Map.entry("ASSENT_GATEWAY_LOGIN_EMAILS", "a@b.example, c@d.example"),
                    Map.entry("ASSENT_WEBHOOKS_KEY", "")),
                Map.of("assent.kafka.properties.sasl.mechanism", "PLAIN")))
        .isEmpty();
  }

  @Test
  void aKafkaPropertyThatKafkaRefusesIsNamed() {
    assertThat(
            SettingFaults.of(
                Map.of(), Map.of("assent.kafka.properties.security.protocol", "banana")))
        .singleElement()
        .asString()
        .startsWith("expected assent.kafka.properties.security.protocol to be as Kafka wants it")
        .contains("banana");
  }

  @Test
  void theFirstPauseIsNotLongerThanTheLongest() {
    assertThat(SettingFaults.of(Map.of("ASSENT_NOTIFIER_BACKOFF", "20m"), Map.of()))
        .containsExactly(
            "expected assent.notifier.backoff to be at most assent.notifier.backoff-max, but they"
                + " are 20m and 10m");
  }

  @Test
  void anArgumentIsASettingOrAFault() {
    assertThat(StartUp.faults(Map.of(), Map.of(), "--assent.topics.partitions=many", "serve"))
        .containsExactly(
            "expected settings such as --assent.topics.prefix=test-, but got serve",
            "expected assent.topics.partitions to be a number from 1 to 10000, but got 'many'");
  }
}
