package dev.assent.gateway.agents;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Scope;
import dev.assent.gateway.access.Secrets;
import dev.assent.platform.directory.Directory;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.SealedSecret;
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
public final class Agents {
  /// AXP's grammar of a registered name (contract section 3.5); it becomes part of a topic's name.
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,62}");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Directory directory;
  private final AgentTopics topics;
  private final Secrets secrets;
  private final Clock clock;

  Agents(Directory directory, AgentTopics topics, Secrets secrets, Clock clock) {
    this.directory = directory;
    this.topics = topics;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// An agent to be registered.
  ///
  /// @param name as its author wrote it
  public record NewAgent(
      String name,
      AgentAddress address,
      String displayName,
      String deliveryMode,
      Posting posting) {}

  /// Where an agent's deliveries are to be posted, as a request has it. What is absent stays.
  ///
  /// @param secret in clear; it is sealed before it is kept
  public record Posting(Optional<String> url, Optional<String> secret) {}

  /// What registering came to.
  ///
  /// @param created whether it was not registered before
  public record Registered(DirectoryEntry.Agent agent, boolean created) {}

  /// Whether an address may be registered in a workspace.
  public static boolean isRegistrable(AgentAddress address, Workspace workspace) {
    return address.org().equals(workspace.org())
        && address.workspace().equals(workspace.name())
        && NAME.matcher(address.name()).matches();
  }

  Optional<DirectoryEntry.Agent> byId(Workspace workspace, String id) {
    return directory.agents(workspace).stream()
        .filter(agent -> agent.id().equals(id) && agent.active())
        .findFirst();
  }

  /// Refuses a caller who may not speak for an agent's address: make its keys, or say where its
  /// deliveries go. Whoever could would do the step of a policy that gives it to that agent (ADR
  /// 0032), so there it takes an admin, who registered it, or the owner of each such policy.
  void requireManager(Caller caller, AgentAddress address) {
    String id = caller.principal().id();
    boolean may =
        caller.principal().has(Scope.ADMIN)
            || directory
                .agent(caller.workspace(), address)
                .filter(agent -> agent.active() && agent.registeredBy().equals(id))
                .isPresent();
    if (may) {
      return;
    }
    directory.policies(caller.workspace()).stream()
        .filter(policy -> policy.plan().names(address) && !policy.owner().equals(id))
        .findFirst()
        .ifPresent(
            policy -> {
              throw Refused.forbidden(
                  "an admin's key, or that of who registered it, to speak for "
                      + address
                      + ", to whom policy '"
                      + policy.scenarioId()
                      + "' of "
                      + policy.intentType()
                      + " gives a step",
                  "this is '" + id + "' with " + caller.principal().scopes());
            });
  }

  /// Its topic exists before the directory says so: a delivery never meets a missing topic.
  public CompletableFuture<Registered> register(Caller caller, NewAgent wanted) {
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
      return posting(caller, known.get(), wanted).thenApply(agent -> new Registered(agent, false));
    }
    requireManager(caller, wanted.address());
    DirectoryEntry.Agent plain =
        new DirectoryEntry.Agent(
            "sa_" + HexFormat.of().formatHex(random()),
            wanted.name(),
            wanted.address(),
            workspace,
            wanted.displayName(),
            wanted.deliveryMode(),
            clock.instant(),
            true,
            caller.principal().id(),
            Optional.empty());
    DirectoryEntry.Agent agent =
        changed(plain, plain.displayName(), plain.deliveryMode(), wanted.posting());
    return topics
        .create(agent.address())
        .thenCompose(_ -> directory.put(agent))
        .thenApply(_ -> new Registered(agent, true));
  }

  /// One that is registered stays as it is, but for where its deliveries are posted.
  private CompletableFuture<DirectoryEntry.Agent> posting(
      Caller caller, DirectoryEntry.Agent known, NewAgent wanted) {
    boolean moved =
        wanted.deliveryMode().equals(DirectoryEntry.Agent.HTTP)
            && wanted.posting().url().isPresent()
            && !isPosted(known, wanted.posting());
    if (moved) {
      requireManager(caller, known.address());
    }
    return moved
        ? change(known, known.displayName(), wanted.deliveryMode(), wanted.posting())
        : CompletableFuture.completedFuture(known);
  }

  private boolean isPosted(DirectoryEntry.Agent agent, Posting posting) {
    return agent
        .postedTo()
        .filter(callback -> posting.url().filter(callback.url()::equals).isPresent())
        .filter(
            callback ->
                posting
                    .secret()
                    .map(text -> secrets.isSealed(text, callback.secret(), agent.key()))
                    .orElse(true))
        .isPresent();
  }

  CompletableFuture<DirectoryEntry.Agent> change(
      DirectoryEntry.Agent agent, String displayName, String deliveryMode, Posting posting) {
    DirectoryEntry.Agent changed = changed(agent, displayName, deliveryMode, posting);
    return directory.put(changed).thenApply(_ -> changed);
  }

  private DirectoryEntry.Agent changed(
      DirectoryEntry.Agent agent, String displayName, String deliveryMode, Posting posting) {
    Optional<DirectoryEntry.Agent.Callback> before = agent.callback();
    Optional<SealedSecret> secret =
        posting
            .secret()
            .map(text -> secrets.seal(text, agent.key()))
            .or(() -> before.flatMap(DirectoryEntry.Agent.Callback::secret));
    // Who was posted to all along has missed nothing.
    Instant since =
        agent.postedTo().map(DirectoryEntry.Agent.Callback::since).orElseGet(clock::instant);
    return agent.with(
        displayName,
        deliveryMode,
        agent.active(),
        posting
            .url()
            .or(() -> before.map(DirectoryEntry.Agent.Callback::url))
            .map(url -> new DirectoryEntry.Agent.Callback(url, secret, since)));
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
            _ ->
                directory.put(
                    agent.with(agent.displayName(), agent.deliveryMode(), false, agent.callback())))
        .thenApply(_ -> keys.size());
  }

  private static byte[] random() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
