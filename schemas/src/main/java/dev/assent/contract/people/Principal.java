package dev.assent.contract.people;

import dev.assent.contract.id.Workspace;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Who is asking, as the door established it. Rights are judged in the decider, never at a door.
///
/// @param id a person's id, an agent's full address, or a service's name
/// @param roles the roles a person holds; [#EVERY_ROLE] is every role
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

  /// The role that stands for all roles.
  public static final String EVERY_ROLE = "*";

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

  /// Which person this is.
  public PersonId person() {
    return PersonId.ofOwner(id);
  }

  /// Who this is, for a refusal: `person 'alice' with the scopes [APPROVER]`.
  public String described() {
    return kind.name().toLowerCase(Locale.ROOT)
        + " '"
        + id
        + "' with the scopes "
        + scopes.stream().sorted().toList();
  }

  public boolean has(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }

  public boolean holds(String role) {
    return roles.contains(role) || holdsEveryRole();
  }

  public boolean holdsEveryRole() {
    return roles.contains(EVERY_ROLE);
  }
}
