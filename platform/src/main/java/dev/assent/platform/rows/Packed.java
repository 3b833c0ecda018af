package dev.assent.platform.rows;

import dev.assent.contract.id.UuidBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// Numbers and texts one after the other: for rows that a view reads by the hundred thousand when
/// it opens, where JSON is most of the time that takes.
///
/// Numbers are big-endian; a text is its length in bytes, then UTF-8; a UUID its 16 bytes; a list
/// is its length, then its texts. Nothing says what comes next: a layout that changes needs a mark
/// of its own.
public final class Packed {
  private static final int FIRST_BYTES = 256;

  private Packed() {}

  /// Grows as it is written to.
  public static final class Writer {
    private ByteBuffer out = ByteBuffer.allocate(FIRST_BYTES);

    public Writer mark(byte value) {
      room(1).put(value);
      return this;
    }

    public Writer number(long value) {
      room(Long.BYTES).putLong(value);
      return this;
    }

    public Writer uuid(UUID value) {
      UuidBytes.put(room(UuidBytes.LENGTH), value);
      return this;
    }

    public Writer count(int value) {
      room(Integer.BYTES).putInt(value);
      return this;
    }

    public Writer text(String value) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      count(utf8.length);
      return rest(utf8);
    }

    public Writer texts(Collection<String> values) {
      count(values.size());
      values.forEach(this::text);
      return this;
    }

    /// Bytes without a length: the last of a row.
    public Writer rest(byte[] bytes) {
      room(bytes.length).put(bytes);
      return this;
    }

    private ByteBuffer room(int bytes) {
      if (out.remaining() < bytes) {
        int size = Math.max(2 * out.capacity(), out.position() + bytes);
        out = ByteBuffer.allocate(size).put(out.flip());
      }
      return out;
    }

    public byte[] bytes() {
      byte[] all = new byte[out.position()];
      out.get(0, all);
      return all;
    }
  }

  /// Reads what a [Writer] wrote, in the same order. Other bytes end in a
  /// [java.nio.BufferUnderflowException], a [NegativeArraySizeException] or nonsense.
  public static final class Reader {
    private final ByteBuffer in;

    public Reader(byte[] bytes) {
      in = ByteBuffer.wrap(bytes);
    }

    public byte mark() {
      return in.get();
    }

    public long number() {
      return in.getLong();
    }

    public UUID uuid() {
      return UuidBytes.get(in);
    }

    public int count() {
      return in.getInt();
    }

    public String text() {
      byte[] utf8 = new byte[in.getInt()];
      in.get(utf8);
      return new String(utf8, StandardCharsets.UTF_8);
    }

    public List<String> texts() {
      int count = in.getInt();
      List<String> all = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        all.add(text());
      }
      return all;
    }

    /// How many bytes are read.
    public int position() {
      return in.position();
    }
  }
}
