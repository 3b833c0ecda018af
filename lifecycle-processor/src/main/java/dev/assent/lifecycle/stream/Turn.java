package dev.assent.lifecycle.stream;

import dev.assent.contract.audit.AuditRecord;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.stream.IntentStore.Kept;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// All that one command brings about, in bytes: worked out before the first of it is written, so
/// that a command which breaks the code leaves nothing behind.
///
/// @param writes in the order in which they are written
/// @param answer a word for metrics: `accepted`, `again`, `retired` or the code of a refusal
/// @param closed the question that people are asked no more
record Turn(Change change, List<Write> writes, String answer, Optional<Closed> closed) {
  /// A question that was open.
  ///
  /// @param how what became of it
  /// @param open how long it was
  record Closed(AuditRecord.What how, Duration open) {}

  /// What becomes of the state.
  sealed interface Change {
    /// @param kept its bytes
    record Keep(Intent.Known intent, Kept kept) implements Change {}

    record Forget() implements Change {}

    record Nothing() implements Change {}
  }

  /// One record.
  ///
  /// @param sink the name of the topology's node
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Write(String sink, Out out, byte[] value, Headers headers) {
    static Write to(String sink, Out out, byte[] value) {
      return new Write(sink, out, value, new RecordHeaders());
    }
  }

  Turn {
    writes = List.copyOf(writes);
  }
}
