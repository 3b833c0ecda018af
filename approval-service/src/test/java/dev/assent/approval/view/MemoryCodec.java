package dev.assent.approval.view;

import dev.assent.contract.Happened;
import dev.assent.wire.codec.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Bytes that only this object can read, for tests without a registry.
public final class MemoryCodec implements Codec<Happened> {
  private final List<Happened> written = Collections.synchronizedList(new ArrayList<>());

  /// Of a view that is to read nothing.
  static Codec<Happened> unreadable() {
    return new Codec<>() {
      @Override
      public byte[] encode(Happened value) {
        throw new AssertionError("expected no facts to be written, but got " + value);
      }

      @Override
      public Happened decode(byte[] bytes) {
        throw new AssertionError("expected no facts to be read");
      }
    };
  }

  @Override
  public byte[] encode(Happened value) {
    synchronized (written) {
      written.add(value);
      return ByteBuffer.allocate(4).putInt(written.size() - 1).array();
    }
  }

  @Override
  public Happened decode(byte[] bytes) {
    return written.get(ByteBuffer.wrap(bytes).getInt());
  }
}
