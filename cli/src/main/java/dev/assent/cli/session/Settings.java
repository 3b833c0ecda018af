package dev.assent.cli.session;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command takes, before or after its name: where the node is, with which
/// key to speak to it, and whether a program reads the output.
public final class Settings {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The node's data folder (ASSENT_DATA; ./.assent).")
  @Nullable Path data;

  @Option(
      names = "--gateway-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "A gateway elsewhere (ASSENT_GATEWAY_URL).")
  @Nullable String gatewayUrl;

  @Option(
      names = "--approvals-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "An approval-service elsewhere (ASSENT_APPROVALS_URL).")
  @Nullable String approvalsUrl;

  @Option(
      names = "--registry-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "A schema registry elsewhere (ASSENT_REGISTRY_URL).")
  @Nullable String registryUrl;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      scope = ScopeType.INHERIT,
      description = "Brokers elsewhere (ASSENT_BOOTSTRAP_SERVERS).")
  @Nullable String bootstrapServers;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      scope = ScopeType.INHERIT,
      description =
          "Act with this key (ASSENT_API_KEY; else the node's own key for the command). Other"
              + " users of this machine can see a command line: prefer the variable.")
  @Nullable String apiKey;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON document and nothing else.")
  boolean json;
}
