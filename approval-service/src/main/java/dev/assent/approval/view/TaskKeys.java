package dev.assent.approval.view;

import dev.assent.contract.IntentId;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/// How the stores' keys are laid out: the intent's 16 bytes, and in the history store 4 more for
/// the first seq, so that one intent's facts lie together and in order.
final class TaskKeys {
  private TaskKeys() {}

  static Bytes task(IntentId root) {
    return Bytes.wrap(put(ByteBuffer.allocate(16), root).array());
  }

  static Bytes facts(IntentId root, int firstSeq) {
    return Bytes.wrap(put(ByteBuffer.allocate(20), root).putInt(firstSeq).array());
  }

  static IntentId intent(Bytes key) {
    ByteBuffer in = ByteBuffer.wrap(key.get());
    return new IntentId(new UUID(in.getLong(), in.getLong()));
  }

  private static ByteBuffer put(ByteBuffer out, IntentId root) {
    return out.putLong(root.value().getMostSignificantBits())
        .putLong(root.value().getLeastSignificantBits());
  }
}
