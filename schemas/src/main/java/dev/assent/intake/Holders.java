package dev.assent.intake;

import dev.assent.contract.Assignee;
import dev.assent.contract.Principal;
import dev.assent.contract.Scope;
import dev.assent.contract.Workspace;
import dev.assent.door.Directory;
import dev.assent.wire.DirectoryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who in a workspace could decide: the people who have keys.
public interface Holders {
  /// Whether anybody could decide as this assignee.
  Held of(Assignee assignee);

  /// How somebody who is asked exists.
  enum Held {
    /// Somebody has a key with this role, or this person has one.
    YES,
    /// Only keys with every role hold it.
    BY_ALL_ROLES_ONLY,
    NO
  }

  /// As the directory knows them when the first is asked for: its keys are looked through once.
  static Holders of(Directory directory, Workspace workspace) {
    return new Holders() {
      private @Nullable List<DirectoryEntry.Key> deciding;

      @Override
      public Held of(Assignee assignee) {
        if (deciding == null) {
          deciding = directory.keys(workspace).stream().filter(Holders::decides).toList();
        }
        List<DirectoryEntry.Key> keys = deciding;
        return switch (assignee) {
          case Assignee.Person person ->
              keys.stream().anyMatch(key -> key.owner().equals(person.id())) ? Held.YES : Held.NO;
          case Assignee.Role role -> held(keys, role.name());
        };
      }
    };
  }

  private static boolean decides(DirectoryEntry.Key key) {
    return key.revokedAt().isEmpty()
        && key.kind() == Principal.Kind.PERSON
        && (key.scopes().contains(Scope.APPROVER) || key.scopes().contains(Scope.ADMIN));
  }

  private static Held held(List<DirectoryEntry.Key> deciding, String role) {
    if (deciding.stream().anyMatch(key -> key.roles().contains(role))) {
      return Held.YES;
    }
    return deciding.stream().anyMatch(key -> key.roles().contains("*"))
        ? Held.BY_ALL_ROLES_ONLY
        : Held.NO;
  }
}
