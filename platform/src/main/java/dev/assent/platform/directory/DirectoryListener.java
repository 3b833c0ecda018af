package dev.assent.platform.directory;

import dev.assent.wire.directory.DirectoryEntry;
import java.util.Optional;

/// Hears of every change of the directory, those from before its start included, in their order.
@FunctionalInterface
public interface DirectoryListener {
  DirectoryListener NOBODY = (_, _) -> {};

  /// On the directory's own thread, which must not wait: the entry can be found by now.
  ///
  /// @param entry the row's new content; empty when the row is gone
  void changed(String key, Optional<DirectoryEntry> entry);
}
