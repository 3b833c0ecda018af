package dev.assent.notifier.outbox;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/// What a store keeps of a delivery until something came of it.
///
/// @param attempts how often it was tried
/// @param due when it is tried next
/// @param content what is delivered, in bytes that its [Trade] reads
record Row(int attempts, Instant due, Bytes content) {
  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 1 + Integer.BYTES + Long.BYTES;

  /// The same after an attempt that came to nothing.
  Row again(Instant when) {
    return new Row(attempts + 1, when, content);
  }

  byte[] bytes() {
    return ByteBuffer.allocate(HEAD_BYTES + content.get().length)
        .put(VERSION)
        .putInt(attempts)
        .putLong(due.toEpochMilli())
        .put(content.get())
        .array();
  }

  static Row read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "expected a delivery of version " + VERSION + ", but got " + version);
    }
    int attempts = in.getInt();
    Instant due = Instant.ofEpochMilli(in.getLong());
    byte[] content = new byte[in.remaining()];
    in.get(content);
    return new Row(attempts, due, Bytes.wrap(content));
  }
}
