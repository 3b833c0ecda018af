package dev.assent.service.sse;

import dev.assent.platform.views.Wakeups;

/// Where a stream's events come from.
public interface Source {
  /// What is to be sent after the cursor. It must not take long, and must not wait.
  Batch after(long cursor);

  /// Calls `wake` whenever there may be something new; on any thread, and never for long.
  Wakeups.Registration await(Runnable wake);

  /// Some events in a row.
  ///
  /// @param text their frames; empty when there are none
  /// @param cursor the last one's seq
  /// @param more whether there is more to be sent at once
  /// @param last whether nothing can ever follow
  record Batch(String text, long cursor, boolean more, boolean last) {
    public static Batch nothing(long cursor) {
      return new Batch("", cursor, false, false);
    }

    boolean isEmpty() {
      return text.isEmpty();
    }
  }
}
