package dev.assent.wire.topic;

import dev.assent.contract.id.IntentId;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Utils;

/// Which partition an intent is in: a hash of the first 8 bytes of its UUID, which a step intent
/// shares with its root (DESIGN section 5).
public final class Partitions {
  private Partitions() {}

  public static int of(IntentId intent, int partitions) {
    byte[] first = ByteBuffer.allocate(8).putLong(intent.value().getMostSignificantBits()).array();
    return Utils.toPositive(Utils.murmur2(first)) % partitions;
  }
}
