package dev.assent.door;

import dev.assent.contract.Asked;
import dev.assent.contract.AuditRecord;
import dev.assent.contract.Delivery;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.wire.Codec;
import dev.assent.wire.DirectoryEntry;
import dev.assent.wire.NotificationOutcome;
import dev.assent.wire.Wire;
import dev.assent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Codecs whose bytes are a token for a value kept in memory: these tests are about topics,
/// transactions and threads, not about Avro.
final class TokenWire implements Wire {
  static final byte[] UNREADABLE = {1, 2, 3};

  private final Map<Long, Object> values = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  private <T> Codec<T> codec(Class<T> type) {
    return new Codec<>() {
      @Override
      public byte[] encode(T value) {
        long token = last.incrementAndGet();
        values.put(token, value);
        return ByteBuffer.allocate(Long.BYTES).putLong(token).array();
      }

      @Override
      public T decode(byte[] bytes) {
        if (bytes.length != Long.BYTES) {
          throw new WireException("expected 8 bytes, but got " + bytes.length);
        }
        Object value = values.get(ByteBuffer.wrap(bytes).getLong());
        if (!type.isInstance(value)) {
          throw new WireException("expected a " + type.getSimpleName() + ", but got " + value);
        }
        return type.cast(value);
      }
    };
  }

  @Override
  public Codec<Asked> commands() {
    return codec(Asked.class);
  }

  @Override
  public Codec<Happened> events() {
    return codec(Happened.class);
  }

  @Override
  public Codec<Result> results() {
    return codec(Result.class);
  }

  @Override
  public Codec<Delivery> deliveries() {
    return codec(Delivery.class);
  }

  @Override
  public Codec<AuditRecord> audit() {
    return codec(AuditRecord.class);
  }

  @Override
  public Codec<DirectoryEntry> directory() {
    return codec(DirectoryEntry.class);
  }

  @Override
  public Codec<NotificationOutcome> notifications() {
    return codec(NotificationOutcome.class);
  }
}
