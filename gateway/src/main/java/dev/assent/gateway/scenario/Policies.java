package dev.assent.gateway.scenario;

import dev.assent.contract.Door;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.Change;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.directory.WorkspaceSettings;
import dev.assent.platform.http.Problem;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Who may say what an intent type needs (ADR 0032). A type's policy belongs to its workspace: it
/// is changed by admins, or by its owner with the scope POLICY, for a reason, and the audit trail
/// has every change.
@Singleton
final class Policies {
  private final Directory directory;
  private final PolicySettings settings;
  private final Clock clock;

  Policies(Directory directory, PolicySettings settings, Clock clock) {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
  }

  /// What applying a scenario makes of its type's policy.
  ///
  /// @param now the policy after it; the same as before where nothing changes
  record Applied(Optional<DirectoryEntry.Policy> before, DirectoryEntry.Policy now) {
    boolean changed() {
      return before.filter(now::equals).isEmpty();
    }
  }

  /// @param reason why, in the caller's words
  /// @param owner whose policy it is from now on; absent: whose it was, or the caller's
  /// @throws Refused when the caller may not
  Applied apply(Caller caller, Scenario scenario, Optional<String> reason, Optional<String> owner) {
    Optional<DirectoryEntry.Policy> before =
        directory.policy(caller.workspace(), scenario.intentType());
    Optional<DirectoryEntry.Policy> same =
        before.filter(
            policy ->
                policy.scenarioId().equals(scenario.id()) && scenario.isSameAs(policy.plan()));
    if (same.isPresent() && owner.filter(name -> !name.equals(same.get().owner())).isEmpty()) {
      return new Applied(before, same.get());
    }
    before.ifPresentOrElse(
        policy -> requireOwner(caller, policy, reason), () -> requireOpen(caller, scenario));
    int version = before.map(policy -> policy.version() + 1).orElse(1);
    return new Applied(
        before,
        new DirectoryEntry.Policy(
            caller.workspace(),
            scenario.intentType(),
            scenario.id(),
            version,
            scenario.plan(version),
            clock.instant(),
            bounded("owner", owner, Limits.ADDRESS_LENGTH_MAX)
                .or(() -> before.map(DirectoryEntry.Policy::owner))
                .orElse(caller.principal().id()),
            caller.principal().id(),
            bounded("reason", reason, Limits.COMMENT_LENGTH_MAX).orElse("")));
  }

  private static void requireOwner(
      Caller caller, DirectoryEntry.Policy policy, Optional<String> reason) {
    boolean owns =
        caller.principal().has(Scope.POLICY) && policy.owner().equals(caller.principal().id());
    if (!owns && !caller.principal().has(Scope.ADMIN)) {
      throw Refused.forbidden(
          "an admin's key"
              + (policy.owner().isEmpty()
                  ? ""
                  : ", or one of '" + policy.owner() + "' with the scope policy,")
              + " to change policy '"
              + name(policy)
              + "' of "
              + policy.intentType()
              + " (./assent scenarios apply FILE --reason TEXT)",
          said(caller));
    }
    if (reason.filter(text -> !text.isBlank()).isEmpty()) {
      throw Refused.invalid(
          "a reason to change policy '" + name(policy) + "' of " + policy.intentType(),
          "there is none (--reason TEXT, or ?reason= on the call)");
    }
  }

  private void requireOpen(Caller caller, Scenario scenario) {
    boolean open =
        WorkspaceSettings.of(directory, caller.workspace())
            .openPolicies()
            .orElseGet(settings::open);
    boolean may =
        caller.principal().has(Scope.POLICY) || (open && caller.principal().has(Scope.INITIATOR));
    if (!may) {
      throw Refused.forbidden(
          "a key with the scope policy or admin to give "
              + scenario.intentType()
              + " its first policy",
          said(caller));
    }
  }

  private static String said(Caller caller) {
    return "this is '" + caller.principal().id() + "' with " + caller.principal().scopes();
  }

  private static Optional<String> bounded(String name, Optional<String> text, int max) {
    text.filter(given -> given.length() > max)
        .ifPresent(
            given -> {
              throw Refused.invalid(
                  "at most " + max + " characters in '" + name + "'", "it has " + given.length());
            });
    return text.filter(given -> !given.isBlank());
  }

  private static String name(DirectoryEntry.Policy policy) {
    return policy.scenarioId() + "@" + policy.version();
  }

  /// Writes the policy and the audit record of it; nothing happens where nothing changes.
  CompletableFuture<Void> put(Caller caller, Applied applied) {
    if (!applied.changed()) {
      return CompletableFuture.completedFuture(null);
    }
    DirectoryEntry.Policy now = applied.now();
    if (!directory.policy(now.workspace(), now.intentType()).equals(applied.before())) {
      throw new Refused(
          Problem.of(
              409,
              "policy_changed",
              "expected the policy of "
                  + now.intentType()
                  + " to be as it was, but somebody else has changed it meanwhile"));
    }
    return directory.put(now, audit(caller, applied));
  }

  private AuditRecord audit(Caller caller, Applied applied) {
    DirectoryEntry.Policy now = applied.now();
    return AuditRecord.of(
        new Change(
            Change.Kind.POLICY,
            now.intentType(),
            applied.before().map(DirectoryEntry.Policy::state),
            Optional.of(now.state()),
            now.reason()),
        new CommandId(UUID.randomUUID()),
        clock.instant(),
        caller.principal(),
        Door.GATEWAY,
        now.plan().policy());
  }
}
