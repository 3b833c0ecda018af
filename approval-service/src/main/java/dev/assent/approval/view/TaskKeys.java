package dev.assent.approval.view;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.UuidBytes;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/// How the stores' keys are laid out: the intent's 16 bytes, and in the history store 4 more for
/// the first seq, so that one intent's facts lie together and in order.
final class TaskKeys {
  private TaskKeys() {}

  static Bytes task(IntentId root) {
    return Bytes.wrap(UuidBytes.of(root.value()));
  }

  static Bytes facts(IntentId root, int firstSeq) {
    return Bytes.wrap(
        UuidBytes.put(ByteBuffer.allocate(UuidBytes.LENGTH + Integer.BYTES), root.value())
            .putInt(firstSeq)
            .array());
  }

  static IntentId intent(Bytes key) {
    return new IntentId(UuidBytes.get(ByteBuffer.wrap(key.get())));
  }
}
