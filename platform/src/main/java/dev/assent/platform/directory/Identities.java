package dev.assent.platform.directory;

import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.Optional;

/// Who comes with a key, and what they hold. This is the one place that says so: every door, the
/// ingest of signed records and whatever looks for people who could decide ask here, with each
/// request. A key says whose it is; what its owner holds is read of the key too, as long as the
/// directory has no people of whom it could be read.
public final class Identities {
  private Identities() {}

  /// Who comes with this key now.
  ///
  /// @param authenticated how they proved that they have it ([Principal#authenticated])
  /// @param address where the request came from
  public static Principal of(
      DirectoryEntry.Key key, String authenticated, Optional<String> address) {
    return new Principal(
        key.kind(),
        key.owner(),
        key.workspace(),
        key.scopes(),
        key.roles(),
        authenticated,
        address);
  }

  /// Whether tasks can be decided with this key.
  public static boolean decides(DirectoryEntry.Key key) {
    return key.revokedAt().isEmpty()
        && key.kind() == Principal.Kind.PERSON
        && (key.scopes().contains(Scope.APPROVER) || key.scopes().contains(Scope.ADMIN));
  }

  /// Whether this key's owner is the one who is asked, or holds the very role; every role is not
  /// counted ([#holdsEveryRole]).
  public static boolean isAsked(DirectoryEntry.Key key, Assignee assignee) {
    return switch (assignee) {
      case Assignee.Person person -> key.owner().equals(person.id());
      case Assignee.Role role -> key.roles().contains(role.name());
    };
  }

  public static boolean holdsEveryRole(DirectoryEntry.Key key) {
    return key.roles().contains(Principal.EVERY_ROLE);
  }
}
