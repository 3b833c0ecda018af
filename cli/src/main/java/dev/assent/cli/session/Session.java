package dev.assent.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Printer;
import dev.assent.cli.base.Terminal;
import dev.assent.client.ApprovalsClient;
import dev.assent.client.AssentClient;
import dev.assent.client.ClientBuilder;
import dev.assent.platform.settings.KnownSettings;
import dev.assent.platform.settings.SettingFaults;
import dev.assent.wire.connection.Connection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One run of the command line: where the node is, which key to use, where to print.
public final class Session {
  private static final String KAFKA_CONFIG_VARIABLE = "ASSENT_KAFKA_CONFIG";

  /// A person waits for the answer: a hiccup is passed over, a restart is told of.
  private static final Duration RETRY_FOR = Duration.ofSeconds(2);

  private final Terminal terminal;
  private final Settings settings;
  private final Places places;

  public Session(Terminal terminal, Settings settings) {
    this.terminal = terminal;
    this.settings = settings;
    this.places = new Places(terminal, settings);
  }

  public Terminal terminal() {
    return terminal;
  }

  /// Whether the one thing to print is a JSON document.
  public boolean json() {
    return settings.json;
  }

  public Path data() {
    return places.data();
  }

  public NodeFiles files() {
    return places.files();
  }

  public Printer out() {
    return new Printer(terminal.out(), terminal.colours());
  }

  /// A remark for the person at the terminal: on standard error, so that no program reads it.
  public void remark(String text) {
    terminal.err().println(text);
    terminal.err().flush();
  }

  /// What came of a command: for a program the node's answer, for a person these words.
  public void print(JsonNode answer, Runnable words) {
    if (json()) {
      out().json(answer);
    } else {
      words.run();
    }
  }

  public AssentClient gateway(KeyKind kind) {
    return gatewayBuilder(kind).build();
  }

  /// For other patience, or other remarks.
  public ClientBuilder<AssentClient> gatewayBuilder(KeyKind kind) {
    return ours(AssentClient.builder(() -> gatewayUrl().toString(), () -> gatewayKey(kind)));
  }

  public ApprovalsClient approvals(KeyKind kind) {
    return ours(ApprovalsClient.builder(() -> approvalsUrl().toString(), () -> approvalsKey(kind)))
        .build();
  }

  /// Address and key are looked up for each request: a node that was started again may have moved.
  private <C> ClientBuilder<C> ours(ClientBuilder<C> builder) {
    return builder
        .userAgent("assent-cli")
        .retryFor(RETRY_FOR)
        .connectFor(Duration.ZERO)
        .streamListener(new Remarks(this, ""));
  }

  /// The key to speak to the gateway with.
  public String gatewayKey(KeyKind kind) {
    return places.key(kind, gatewayUrl(), Places.Door.GATEWAY);
  }

  /// The key to speak to the approval-service with.
  public String approvalsKey(KeyKind kind) {
    return places.key(kind, approvalsUrl(), Places.Door.APPROVALS);
  }

  /// AXP's own command line calls an answer's fields `--data name=value`; here `--data` is the
  /// folder.
  public void refuseFieldsAsDataFolder() {
    String given = String.valueOf(settings.data);
    if (places.dataIsGiven() && given.contains("=") && !Files.exists(data())) {
      throw new Failure(
          ExitCode.USAGE,
          "--data names the node's data folder, and there is no "
              + given
              + ". Write the answer's fields as --field "
              + given
              + ".");
    }
  }

  public URI gatewayUrl() {
    return places.url(settings.gatewayUrl, Places.Door.GATEWAY);
  }

  public URI approvalsUrl() {
    return places.url(settings.approvalsUrl, Places.Door.APPROVALS);
  }

  URI registryUrl() {
    return places.url(settings.registryUrl, Places.Door.REGISTRY);
  }

  public String bootstrapServers() {
    return places.place(Optional.ofNullable(settings.bootstrapServers), Places.Door.BROKER);
  }

  /// For the commands that read topics themselves. Every setting of [Connection] may also be given
  /// as a variable: `assent.topics.prefix` is `ASSENT_TOPICS_PREFIX`.
  ///
  /// @throws Failure when one of them is wrong
  public Connection connection(Map<String, String> kafkaProperties) {
    requireGoodSettings();
    Map<String, String> known = new HashMap<>();
    known.put("assent.kafka.bootstrap-servers", bootstrapServers());
    known.put("assent.registry.url", registryUrl().toString());
    if (places.dataIsGiven() || variable(KAFKA_CONFIG_VARIABLE).isEmpty()) {
      ownKafkaFile().ifPresent(file -> known.put(Connection.KAFKA_CONFIG, file.toString()));
    }
    return Connection.read(
        name ->
            Optional.ofNullable(known.get(name))
                .or(() -> variable(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))),
        kafkaProperties);
  }

  private void requireGoodSettings() {
    Map<String, String> given = new HashMap<>();
    for (String variable : KnownSettings.variables()) {
      variable(variable).ifPresent(value -> given.put(variable, value));
    }
    List<String> faults = SettingFaults.of(given, Map.of());
    if (!faults.isEmpty()) {
      throw new Failure(ExitCode.USAGE, String.join(".\n", faults) + ".");
    }
  }

  /// How the node's own broker lets clients in; nobody else's is told the node's secret.
  private Optional<Path> ownKafkaFile() {
    return Optional.of(files().kafkaFile())
        .filter(Files::exists)
        .filter(
            _ ->
                places.dataIsGiven()
                    || node()
                        .map(NodeFiles.Node::bootstrapServers)
                        .filter(bootstrapServers()::equals)
                        .isPresent());
  }

  /// The node of the data folder; empty when none was started from there.
  public Optional<NodeFiles.Node> node() {
    return places.node();
  }

  public Optional<NodeFiles.Keys> keys() {
    return places.keys();
  }

  /// Whether some door of a node is named apart from its data folder.
  public boolean namesPlaces() {
    return places.areNamed();
  }

  private Optional<String> variable(String name) {
    return terminal.environment().apply(name);
  }
}
