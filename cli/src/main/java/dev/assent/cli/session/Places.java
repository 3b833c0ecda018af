package dev.assent.cli.session;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Terminal;
import dev.assent.platform.settings.KnownSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the node's doors are, and with which key to speak to them.
///
/// The command line beats the environment, the environment beats `node.json` and `keys.json`. A
/// `--data` on the command line counts as one: it beats the variables that `assent env` prints,
/// which may be of another node.
record Places(Terminal terminal, Settings settings) {
  /// Where a door is, and what it is called in options, variables and `node.json`.
  record Door(String option, String variable, Function<NodeFiles.Node, String> inFile) {
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

  Path data() {
    return Optional.ofNullable(settings.data)
        .or(() -> variable("ASSENT_DATA").map(Path::of))
        .orElse(NodeFiles.DEFAULT_DATA);
  }

  NodeFiles files() {
    return new NodeFiles(data());
  }

  /// The node of the data folder; empty when none was started from there.
  Optional<NodeFiles.Node> node() {
    try {
      return files().node();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  Optional<NodeFiles.Keys> keys() {
    try {
      return files().keys();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Failure unreadable(IOException e) {
    if (Files.exists(data()) && !Files.isDirectory(data())) {
      return new Failure(
          ExitCode.USAGE, "Expected a data folder in --data, but " + data() + " is a file.", e);
    }
    if (e instanceof AccessDeniedException denied) {
      return new Failure(
          ExitCode.USAGE,
          "Expected a data folder that can be read, but "
              + denied.getFile()
              + " is closed to this user: it is its owner's alone.",
          e);
    }
    String said = String.valueOf(e.getMessage());
    return new Failure(
        ExitCode.FAILED, Character.toUpperCase(said.charAt(0)) + said.substring(1) + ".", e);
  }

  URI url(@Nullable String given, Door door) {
    String place = place(Optional.ofNullable(given), door);
    String name = given == null ? door.variable() : door.option();
    KnownSettings.faultOfUrl(name, place)
        .ifPresent(
            fault -> {
              throw new Failure(ExitCode.USAGE, fault + ".");
            });
    return URI.create(place);
  }

  String place(Optional<String> given, Door door) {
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
  String key(KeyKind kind, URI place, Door door) {
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
  boolean areNamed() {
    return Stream.of(settings.gatewayUrl, settings.approvalsUrl, settings.bootstrapServers)
            .anyMatch(Objects::nonNull)
        || (!dataIsGiven()
            && Stream.of(Door.GATEWAY, Door.APPROVALS, Door.BROKER)
                .anyMatch(door -> variable(door.variable()).isPresent()));
  }

  boolean dataIsGiven() {
    return settings.data != null;
  }

  private Optional<String> variable(String name) {
    return terminal.environment().apply(name);
  }
}
