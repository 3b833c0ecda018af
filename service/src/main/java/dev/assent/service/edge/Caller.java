package dev.assent.service.edge;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import java.util.Arrays;
import java.util.Optional;

/// Who sent a request, and what its headers say.
///
/// @param idempotencyKey the header `Idempotency-Key`
/// @param client the header `X-Axme-Client`; empty text when there is none
public record Caller(Principal principal, Optional<String> idempotencyKey, String client) {

  public Workspace workspace() {
    return principal.workspace();
  }

  /// Refuses a key that has none of these scopes (an admin's key has all of them).
  public void require(String what, Scope... scopes) {
    if (Arrays.stream(scopes).noneMatch(principal::has)) {
      throw Refused.forbidden(
          "a key with one of the scopes " + Arrays.toString(scopes) + " to " + what,
          "this one has " + principal.scopes());
    }
  }

  /// Whether this key may listen for an agent: it is the agent's own, one for all agents of the
  /// workspace, or an admin's.
  public boolean speaksFor(AgentAddress agent) {
    return principal.has(Scope.ADMIN)
        || (principal.has(Scope.AGENT)
            && (principal.id().equals(agent.toString()) || speaksForAll()));
  }

  /// The caller as the agent it says it is, where its key stands for all agents: so history tells
  /// which one it was.
  public Principal as(AgentAddress agent) {
    return speaksForAll()
        ? new Principal(
            principal.kind(),
            agent.toString(),
            principal.workspace(),
            principal.scopes(),
            principal.roles(),
            principal.authenticated(),
            principal.address())
        : principal;
  }

  private boolean speaksForAll() {
    return principal.kind() == Principal.Kind.AGENT
        && principal.id().equals(AgentAddress.SCHEME + workspace() + "/*");
  }
}
