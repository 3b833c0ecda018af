package dev.assent.gateway.api;

import dev.assent.contract.AgentAddress;
import dev.assent.contract.Workspace;
import dev.assent.door.Directory;
import dev.assent.wire.DirectoryEntry;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
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

  CompletableFuture<DirectoryEntry.Agent> change(
      DirectoryEntry.Agent agent, String displayName, String deliveryMode) {
    DirectoryEntry.Agent changed = copy(agent, displayName, deliveryMode, agent.active());
    return directory.put(changed).thenApply(_ -> changed);
  }

  /// Ends the account and, before it, the keys of its address: a request that broke off is simply
  /// sent again.
  ///
  /// @return how many keys it were
  CompletableFuture<Integer> delete(DirectoryEntry.Agent agent) {
    Instant now = clock.instant();
    List<DirectoryEntry.Key> keys =
        directory.keys(agent.workspace()).stream()
            .filter(key -> key.owner().equals(agent.address().toString()))
            .filter(key -> key.revokedAt().isEmpty())
            .toList();
    return CompletableFuture.allOf(
            keys.stream()
                .map(key -> directory.put(key.revoked(now)))
                .toArray(CompletableFuture[]::new))
        .thenCompose(
            _ -> directory.put(copy(agent, agent.displayName(), agent.deliveryMode(), false)))
        .thenApply(_ -> keys.size());
  }

  private static DirectoryEntry.Agent copy(
      DirectoryEntry.Agent agent, String displayName, String deliveryMode, boolean active) {
    return new DirectoryEntry.Agent(
        agent.id(),
        agent.name(),
        agent.address(),
        agent.workspace(),
        displayName,
        deliveryMode,
        agent.createdAt(),
        active,
        agent.registeredBy());
  }

  private static byte[] random() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
