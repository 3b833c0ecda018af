package dev.assent.gateway.api;

import dev.assent.contract.AgentAddress;
import dev.assent.contract.Workspace;
import dev.assent.door.Directory;
import dev.assent.wire.DirectoryEntry;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// Registers agents: AXP calls them service accounts.
@Singleton
final class Agents {
  /// AXP's grammar of a registered name (contract section 3.5); it becomes part of a topic's name.
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,62}");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Directory directory;
  private final AgentTopics topics;
  private final Clock clock;

  Agents(Directory directory, AgentTopics topics, Clock clock) {
    this.directory = directory;
    this.topics = topics;
    this.clock = clock;
  }

  /// An agent to be registered.
  ///
  /// @param name as its author wrote it
  record NewAgent(String name, AgentAddress address, String displayName, String deliveryMode) {}

  /// What registering came to.
  ///
  /// @param created whether it was not registered before
  record Registered(DirectoryEntry.Agent agent, boolean created) {}

  /// Whether an address may be registered in a workspace.
  static boolean isRegistrable(AgentAddress address, Workspace workspace) {
    return address.org().equals(workspace.org())
        && address.workspace().equals(workspace.name())
        && NAME.matcher(address.name()).matches();
  }

  Optional<DirectoryEntry.Agent> byId(Workspace workspace, String id) {
    return directory.agents(workspace).stream()
        .filter(agent -> agent.id().equals(id) && agent.active())
        .findFirst();
  }

  /// Its topic exists before the directory says so: a delivery never meets a missing topic.
  CompletableFuture<Registered> register(Caller caller, NewAgent wanted) {
    Workspace workspace = caller.workspace();
    if (!isRegistrable(wanted.address(), workspace)) {
      throw Refused.invalid(
          "an agent of "
              + workspace
              + " with a name of 2 to 63 letters a-z, digits, '.', '_' or '-'",
          "got '" + wanted.name() + "'");
    }
    Optional<DirectoryEntry.Agent> known = directory.agent(workspace, wanted.address());
    if (known.isPresent() && known.get().active()) {
      return CompletableFuture.completedFuture(new Registered(known.get(), false));
    }
    DirectoryEntry.Agent agent =
        new DirectoryEntry.Agent(
            "sa_" + HexFormat.of().formatHex(random()),
            wanted.name(),
            wanted.address(),
            workspace,
            wanted.displayName(),
            wanted.deliveryMode(),
            clock.instant(),
            true,
            caller.principal().id());
    return topics
        .create(agent.address())
        .thenCompose(_ -> directory.put(agent))
        .thenApply(_ -> new Registered(agent, true));
  }

  private static byte[] random() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
