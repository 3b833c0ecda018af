package dev.assent.lifecycle.domain;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Principal.Kind;
import dev.assent.contract.people.Scope;
import java.util.Optional;
import java.util.Set;

/// Who acts in the tests' stories.
final class Actor {
  static final Workspace ACME = new Workspace("acme", "ops");

  static final Principal SERVICE = of(Kind.SERVICE, "deploy-pipeline", Scope.INITIATOR);
  static final Principal AGENT = of(Kind.AGENT, "agent://acme/ops/validator", Scope.AGENT);
  static final Principal OTHER_AGENT = of(Kind.AGENT, "agent://acme/ops/other", Scope.AGENT);
  static final Principal ANY_AGENT = of(Kind.AGENT, "agent://acme/ops/*", Scope.AGENT);

  /// As a service account's key: works as an agent, and hands work to others.
  static final Principal WORKING_AGENT =
      new Principal(
          Kind.AGENT,
          "agent://acme/ops/validator",
          ACME,
          Set.of(Scope.AGENT, Scope.SUBMITTER),
          Set.of(),
          "api_key:ak_1",
          Optional.of("10.0.0.7"));

  /// On call.
  static final Principal ANNA = of(Kind.PERSON, "anna", Scope.APPROVER, "sre_oncall");

  /// On call too.
  static final Principal BEN = of(Kind.PERSON, "ben", Scope.APPROVER, "sre_oncall");

  static final Principal MANAGER = of(Kind.PERSON, "maria", Scope.APPROVER, "manager");
  static final Principal AUDITOR = of(Kind.PERSON, "olga", Scope.AUDITOR, "sre_oncall");
  static final Principal ADMIN = of(Kind.PERSON, "admin", Scope.ADMIN, "*");
  static final Principal STRANGER =
      new Principal(
          Kind.PERSON,
          "sam",
          new Workspace("rival", "ops"),
          Set.of(Scope.ADMIN),
          Set.of("*"),
          "api_key:ak_9",
          Optional.empty());

  /// Keys that carry a right which their kind may not use.
  static final Principal AGENT_AS_APPROVER =
      of(Kind.AGENT, "agent://acme/ops/validator", Scope.APPROVER, "sre_oncall");

  static final Principal SERVICE_AS_ADMIN = of(Kind.SERVICE, "robot", Scope.ADMIN, "*");

  private Actor() {}

  private static Principal of(Kind kind, String id, Scope scope, String... roles) {
    return new Principal(
        kind, id, ACME, Set.of(scope), Set.of(roles), "api_key:ak_1", Optional.of("10.0.0.7"));
  }
}
