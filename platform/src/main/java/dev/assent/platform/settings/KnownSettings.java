package dev.assent.platform.settings;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every setting of the services. What each means is in deploy/README.md; a test compares the two
/// with each other and with what the code reads.
public final class KnownSettings {
  /// Kafka client properties, whose names and values are Kafka's.
  static final String KAFKA_PROPERTIES = "assent.kafka.properties.";

  static final String PREFIX = "assent.";
  static final String VARIABLE_PREFIX = "ASSENT_";
  private static final int PARTITIONS_MAX = 10_000;
  private static final int PORT_MAX = 65_535;

  /// What a topic's or a folder's name may begin with.
  private static final String NAME = "[A-Za-z0-9._-]{1,100}";

  static final List<Setting> ALL =
      List.of(
          new Setting("assent.kafka.bootstrap-servers", Form.brokers()),
          new Setting("assent.kafka.config", Form.readableFile()),
          new Setting("assent.registry.url", Form.url()),
          new Setting("assent.registry.user-info", Form.login()),
          new Setting("assent.doors.key", Form.secretOf32Bytes()),
          new Setting("assent.doors.unsealed-before", Form.places()),
          new Setting(
              "assent.topics.prefix", name("of letters, digits, '.', '_' and '-'").orNone()),
          new Setting("assent.topics.partitions", Form.number(1, PARTITIONS_MAX)),
          new Setting(
              "assent.topics.replication-factor",
              Form.text("-1, or a number of 1 or more", v -> v.matches("-1|[1-9][0-9]{0,3}"))),
          new Setting("assent.state-dir", Form.folder()),
          new Setting("assent.gateway.view-id", name("of a folder")),
          new Setting("assent.approvals.view-id", name("of a folder")),
          new Setting("assent.gateway.login.emails", Form.mails()),
          new Setting(
              "assent.gateway.login.roles",
              Form.text("roles, comma-separated", _ -> true).orNone()),
          new Setting("assent.gateway.login.workspace", Form.workspace()),
          new Setting("assent.gateway.login.answer-after", Form.duration(Duration.ZERO)),
          new Setting("assent.gateway.trusted-proxies", Form.addresses()),
          new Setting("assent.gateway.media.upload-url", Form.url().orNone()),
          new Setting("assent.gateway.policies.open", Form.flag()),
          new Setting("assent.gateway.public-url", Form.url().orNone()),
          new Setting("assent.gateway.streams-max", Form.number(2, Integer.MAX_VALUE)),
          new Setting("assent.gateway.connections-max", Form.number(1, Integer.MAX_VALUE)),
          new Setting("assent.approvals.connections-max", Form.number(1, Integer.MAX_VALUE)),
          new Setting("assent.gateway.request-within", Form.duration(Duration.ofMillis(1))),
          new Setting("assent.approvals.request-within", Form.duration(Duration.ofMillis(1))),
          new Setting("assent.lifecycle.takeover", Form.duration(Duration.ofMillis(500))),
          new Setting("assent.lifecycle.threads", Form.number(1, 64)),
          new Setting("assent.lifecycle.standbys", Form.number(0, 3)),
          new Setting("assent.step-tokens.secret", Form.secretOf32Bytes()),
          new Setting("assent.webhooks.key", Form.secretOf32Bytes()),
          new Setting("assent.notifier.horizon", Form.duration(Duration.ZERO)),
          new Setting("assent.notifier.attempts", Form.number(1, Integer.MAX_VALUE)),
          new Setting("assent.notifier.backoff", Form.duration(Duration.ZERO)),
          new Setting("assent.notifier.backoff-max", Form.duration(Duration.ZERO)),
          new Setting("assent.notifier.timeout", Form.duration(Duration.ofMillis(1))),
          new Setting("assent.notifier.zone", Form.zone()),
          new Setting("assent.notifier.webhooks.attempts", Form.number(1, Integer.MAX_VALUE)),
          new Setting("assent.notifier.webhooks.backoff", Form.duration(Duration.ZERO)),
          new Setting("assent.notifier.webhooks.backoff-max", Form.duration(Duration.ZERO)),
          new Setting("assent.notifier.webhooks.timeout", Form.duration(Duration.ofMillis(1))),
          new Setting("assent.notifier.webhooks.allow-private-addresses", Form.flag()),
          new Setting("assent.open-metrics", Form.flag()),
          new Setting("assent.log.format", Form.text("text or json", v -> v.matches("text|json"))),
          new Setting("micronaut.server.host", Form.text("a name or an address", _ -> true)),
          new Setting("micronaut.server.port", Form.number(-1, PORT_MAX)));

  /// What the command line and its launcher read, which a shell passes on to every program.
  static final Set<String> VARIABLES_OF_THE_COMMAND_LINE =
      Set.of(
          "ASSENT_DATA",
          "ASSENT_GATEWAY_URL",
          "ASSENT_APPROVALS_URL",
          "ASSENT_REGISTRY_URL",
          "ASSENT_BOOTSTRAP_SERVERS",
          "ASSENT_KAFKA_USERNAME",
          "ASSENT_KAFKA_PASSWORD",
          "ASSENT_API_KEY",
          "ASSENT_INITIATOR_KEY",
          "ASSENT_AGENT_KEY",
          "ASSENT_APPROVER_KEY",
          "ASSENT_AUDITOR_KEY",
          "ASSENT_ADMIN_KEY",
          "ASSENT_DEBUG",
          "ASSENT_JAVA_OPTS");

  static final Map<String, Setting> BY_NAME = by(Setting::name);
  static final Map<String, Setting> BY_VARIABLE = by(Setting::variable);

  private KnownSettings() {}

  /// The names of all of them.
  public static Set<String> names() {
    return ALL.stream().map(Setting::name).collect(toUnmodifiableSet());
  }

  /// The environment variables of all of them.
  public static Set<String> variables() {
    return BY_VARIABLE.keySet();
  }

  /// What is wrong with an address that was given by another name.
  public static Optional<String> faultOfUrl(String name, String value) {
    return Form.url().fault(name, value);
  }

  private static Form name(String of) {
    return Form.text("a name " + of, value -> value.matches(NAME));
  }

  private static Map<String, Setting> by(Function<Setting, String> key) {
    return ALL.stream().collect(Collectors.toUnmodifiableMap(key, each -> each));
  }
}
