package dev.assent.platform.intake;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.directory.Identities;
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
      if (deciding.stream().anyMatch(key -> Identities.isAsked(key, assignee))) {
        return Held.YES;
      }
      return assignee instanceof Assignee.Role
              && deciding.stream().anyMatch(Identities::holdsEveryRole)
          ? Held.BY_ALL_ROLES_ONLY
          : Held.NO;
    };
  }
}
