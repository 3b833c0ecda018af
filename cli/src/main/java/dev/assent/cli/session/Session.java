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
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of the command line: where the node is, which key to use, where to print.
///
/// The command line beats the environment, the environment beats `node.json` and `keys.json`. A
/// `--data` on the command line counts as one: it beats the variables that `assent env` prints,
/// which may be of another node.
public final class Session {
  private static final String KAFKA_CONFIG_VARIABLE = "ASSENT_KAFKA_CONFIG";

  /// A person waits for the answer: a hiccup is passed over, a restart is told of.
  private static final Duration RETRY_FOR = Duration.ofSeconds(2);

  private final Terminal terminal;
  private final Settings settings;

  public Session(Terminal terminal, Settings settings) {
    this.terminal = terminal;
    this.settings = settings;
  }

  public Terminal terminal() {
    return terminal;
  }

  /// Whether the one thing to print is a JSON document.
  public boolean json() {
    return settings.json;
  }

  public Path data() {
    return Optional.ofNullable(settings.data)
        .or(() -> variable("ASSENT_DATA").map(Path::of))
        .orElse(NodeFiles.DEFAULT_DATA);
  }

  public NodeFiles files() {
    return new NodeFiles(data());
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
    return key(kind, gatewayUrl(), Door.GATEWAY);
  }

  /// The key to speak to the approval-service with.
  public String approvalsKey(KeyKind kind) {
    return key(kind, approvalsUrl(), Door.APPROVALS);
  }

  /// AXP's own command line calls an answer's fields `--data name=value`; here `--data` is the
  /// folder.
  public void refuseFieldsAsDataFolder() {
    String given = String.valueOf(settings.data);
    if (dataIsGiven() && given.contains("=") && !Files.exists(data())) {
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
    return url(settings.gatewayUrl, Door.GATEWAY);
  }

  public URI approvalsUrl() {
    return url(settings.approvalsUrl, Door.APPROVALS);
  }

  URI registryUrl() {
    return url(settings.registryUrl, Door.REGISTRY);
  }

  private URI url(@Nullable String given, Door door) {
    String place = place(Optional.ofNullable(given), door);
    String name = given == null ? door.variable() : door.option();
    KnownSettings.faultOfUrl(name, place)
        .ifPresent(
            fault -> {
              throw new Failure(ExitCode.USAGE, fault + ".");
            });
    return URI.create(place);
  }

  public String bootstrapServers() {
    return place(Optional.ofNullable(settings.bootstrapServers), Door.BROKER);
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
    if (dataIsGiven() || variable(KAFKA_CONFIG_VARIABLE).isEmpty()) {
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
                dataIsGiven()
                    || node()
                        .map(NodeFiles.Node::bootstrapServers)
                        .filter(bootstrapServers()::equals)
                        .isPresent());
  }

  /// The node of the data folder; empty when none was started from there.
  public Optional<NodeFiles.Node> node() {
    try {
      return files().node();
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  public Optional<NodeFiles.Keys> keys() {
    try {
      return files().keys();
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /// Where a door is, and what it is called in options, variables and `node.json`.
  private record Door(String option, String variable, Function<NodeFiles.Node, String> inFile) {
    static final Door GATEWAY =
        new Door("--gateway-url", "ASSENT_GATEWAY_URL", NodeFiles.Node::gatewayUrl);
    static final Door APPROVALS =
        new Door("--approvals-url", "ASSENT_APPROVALS_URL", NodeFiles.Node::approvalsUrl);
    static final Door REGISTRY =
        new Door("--registry-url", "ASSENT_REGISTRY_URL", NodeFiles.Node::registryUrl);
    static final Door BROKER =
        new Door(
            "--bootstrap-servers", "ASSENT_BOOTSTRAP_SERVERS", NodeFiles.Node::bootstrapServers);
  }

  private String place(Optional<String> given, Door door) {
    Optional<String> variable = dataIsGiven() ? Optional.empty() : variable(door.variable());
    return given
        .or(() -> variable)
        .or(() -> node().map(door.inFile()))
        .orElseThrow(() -> new Failure(ExitCode.UNREACHABLE, noNode(door)));
  }

  private String noNode(Door door) {
    return "No node was started from "
        + data()
        + " (there is no "
        + files().nodeFile()
        + "). Start one with 'assent up', name its folder with --data, or say where it is with "
        + door.option()
        + ".";
  }

  /// The node's own keys are only ever sent to the node itself: not to a place that was named apart
  /// from its data folder.
  private String key(KeyKind kind, URI place, Door door) {
    Optional<String> own =
        keys()
            .map(kind::of)
            .filter(
                key ->
                    dataIsGiven()
                        || node()
                            .map(door.inFile())
                            .map(URI::create)
                            .filter(place::equals)
                            .isPresent());
    Optional<String> ofKind = variable(kind.variable());
    return Optional.ofNullable(settings.apiKey)
        .or(() -> variable("ASSENT_API_KEY"))
        .or(() -> dataIsGiven() ? own.or(() -> ofKind) : ofKind.or(() -> own))
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE,
                    "There is no "
                        + kind.words()
                        + " key for "
                        + place
                        + ". Give one with ASSENT_API_KEY, "
                        + kind.variable()
                        + " or --api-key."));
  }

  /// Whether some door of a node is named apart from its data folder.
  public boolean namesPlaces() {
    return Stream.of(settings.gatewayUrl, settings.approvalsUrl, settings.bootstrapServers)
            .anyMatch(Objects::nonNull)
        || (!dataIsGiven()
            && Stream.of(Door.GATEWAY, Door.APPROVALS, Door.BROKER)
                .anyMatch(door -> variable(door.variable()).isPresent()));
  }

  private boolean dataIsGiven() {
    return settings.data != null;
  }

  private Optional<String> variable(String name) {
    return terminal.environment().apply(name);
  }
}
