package dev.assent.contract.people;

import dev.assent.contract.id.Workspace;
import java.util.Optional;
import java.util.Set;

/// Who is asking, as the door established it. Rights are judged in the decider, never at a door.
///
/// @param id a person's id, an agent's full address, or a service's name
/// @param roles the roles a person holds; `*` is every role
/// @param authenticated how the door knows, for example `api_key:ak_1f2e`; never the secret itself
/// @param address where the request came from (an IP address), where the door knows it
public record Principal(
    Kind kind,
    String id,
    Workspace workspace,
    Set<Scope> scopes,
    Set<String> roles,
    String authenticated,
    Optional<String> address) {

  /// What kind of actor it is. Only a `PERSON` decides a task; only an `AGENT` (or an admin's key)
  /// reports on a step.
  public enum Kind {
    SERVICE,
    AGENT,
    PERSON,
    SYSTEM
  }

  public Principal {
    scopes = Set.copyOf(scopes);
    roles = Set.copyOf(roles);
  }

  /// The processor itself, when a timer fires.
  public static Principal system(Workspace workspace) {
    return new Principal(
        Kind.SYSTEM, "assent", workspace, Set.of(), Set.of(), "timer", Optional.empty());
  }

  public boolean has(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }

  public boolean holds(String role) {
    return roles.contains(role) || roles.contains("*");
  }
}
