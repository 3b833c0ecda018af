package dev.assent.contract.id;

import java.nio.ByteBuffer;
import java.util.UUID;

/// A UUID as its 16 bytes, in the order in which it is written (RFC 9562 section 4): how ids are
/// kept in keys and rows.
public final class UuidBytes {
  /// How many bytes one takes.
  public static final int LENGTH = 16;

  private UuidBytes() {}

  /// An id's bytes alone.
  public static byte[] of(UUID id) {
    return put(ByteBuffer.allocate(LENGTH), id).array();
  }

  /// @return `out`, behind what was put
  public static ByteBuffer put(ByteBuffer out, UUID id) {
    return out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  /// Reads what [#put] or [#of] wrote.
  ///
  /// @throws java.nio.BufferUnderflowException when less than 16 bytes are left
  public static UUID get(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }
}
