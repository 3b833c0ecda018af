package dev.assent.notifier.post;

import dev.assent.notifier.outbox.Outcome;
import java.util.Optional;

/// Posts JSON to URLs that others have chosen, and waits for what comes of it.
@FunctionalInterface
public interface Posting {
  /// One attempt.
  ///
  /// @param secret what the body is signed with; without one it is not signed
  Outcome post(String url, byte[] body, Optional<byte[]> secret);
}
