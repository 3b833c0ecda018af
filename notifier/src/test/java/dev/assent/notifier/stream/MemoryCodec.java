package dev.assent.notifier.stream;

import dev.assent.wire.codec.Codec;
import dev.assent.wire.format.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Bytes that only this object can read, for tests without a registry.
public final class MemoryCodec<T> implements Codec<T> {
  private final List<T> written = new ArrayList<>();

  @Override
  public synchronized byte[] encode(T value) {
    written.add(value);
    return ByteBuffer.allocate(4).putInt(written.size() - 1).array();
  }

  @Override
  public synchronized T decode(byte[] bytes) {
    if (bytes.length != 4) {
      throw new WireException("expected 4 bytes, but got " + bytes.length);
    }
    return written.get(ByteBuffer.wrap(bytes).getInt());
  }
}
