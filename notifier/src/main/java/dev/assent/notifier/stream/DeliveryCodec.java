package dev.assent.notifier.stream;

import dev.assent.notifier.route.Delivery;
import dev.assent.platform.rows.RecordCodec;
import java.io.IOException;
import org.apache.avro.Schema;

/// A [Delivery] in bytes: one byte for the version, then Avro. The rows are private to the notifier
/// and live until something came of them, so a later release reads those that this one left.
///
/// When `DeliveryCodecTest` says that the schema has changed after a release: raise the version,
/// and read rows of the one before by its schema. Not for several threads at once.
final class DeliveryCodec {
  static final byte VERSION = 1;

  private final RecordCodec<Delivery> codec =
      new RecordCodec<>(Delivery.class, "dev.assent.notifier");

  byte[] encode(Delivery delivery) {
    return codec.encode(VERSION, delivery);
  }

  Delivery decode(byte[] bytes) {
    try {
      if (bytes[0] == VERSION) {
        return codec.decode(bytes, 1);
      }
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("expected a message's delivery, but got other bytes", e);
    }
    throw new IllegalStateException(
        "expected a message's delivery in version " + VERSION + ", but got " + bytes[0]);
  }

  Schema schema() {
    return codec.schema();
  }
}
