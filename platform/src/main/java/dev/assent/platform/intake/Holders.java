package dev.assent.platform.intake;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.platform.directory.Directory;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.Collection;

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

  /// As the directory knows them.
  static Holders of(Directory directory, Workspace workspace) {
    return assignee -> {
      Collection<DirectoryEntry.Key> deciding = directory.deciding(workspace);
      return switch (assignee) {
        case Assignee.Person person ->
            deciding.stream().anyMatch(key -> key.owner().equals(person.id())) ? Held.YES : Held.NO;
        case Assignee.Role role -> held(deciding, role.name());
      };
    };
  }

  private static Held held(Collection<DirectoryEntry.Key> deciding, String role) {
    if (deciding.stream().anyMatch(key -> key.roles().contains(role))) {
      return Held.YES;
    }
    return deciding.stream().anyMatch(key -> key.roles().contains("*"))
        ? Held.BY_ALL_ROLES_ONLY
        : Held.NO;
  }
}
