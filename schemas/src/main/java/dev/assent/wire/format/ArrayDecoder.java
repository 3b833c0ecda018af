package dev.assent.wire.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/// Reads Avro's binary form from a byte array. Unlike Avro's own decoder it compares every length
/// with what is left before it allocates, so that a few damaged bytes cannot ask for gigabytes; and
/// it can be used again for the next record.
final class ArrayDecoder extends Decoder {
  /// Items of an array that may take no bytes at all (nulls, empty records).
  private static final int EMPTY_ITEMS_MAX = 65_536;

  private byte[] bytes = new byte[0];
  private int position;
  private int end;

  void reset(byte[] newBytes, int from) {
    bytes = newBytes;
    position = from;
    end = newBytes.length;
  }

  /// Lets go of the array.
  void clear() {
    reset(new byte[0], 0);
  }

  int remaining() {
    return end - position;
  }

  private int take(long length) {
    if (length < 0 || length > end - position) {
      throw new WireException(
          "expected "
              + length
              + " bytes at offset "
              + position
              + ", but the record has "
              + remaining()
              + " more");
    }
    int from = position;
    position += (int) length;
    return from;
  }

  private byte next() {
    if (position >= end) {
      throw new WireException("expected more bytes, but the record ends at offset " + end);
    }
    return bytes[position++];
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() {
    return next() == 1;
  }

  @Override
  public int readInt() {
    long value = readLong();
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw new WireException("expected a number of 32 bits, but got " + value);
    }
    return (int) value;
  }

  @Override
  public long readLong() {
    byte b = next();
    long raw = b & 0x7FL;
    for (int shift = 7; b < 0; shift += 7) {
      if (shift > 63) {
        throw new WireException(
            "expected a number of at most 10 bytes, but it goes on at offset " + position);
      }
      b = next();
      raw |= (b & 0x7FL) << shift;
    }
    return (raw >>> 1) ^ -(raw & 1);
  }

  @Override
  public float readFloat() {
    return littleEndian(Float.BYTES).getFloat();
  }

  @Override
  public double readDouble() {
    return littleEndian(Double.BYTES).getDouble();
  }

  private ByteBuffer littleEndian(int length) {
    return ByteBuffer.wrap(bytes, take(length), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String readString() {
    long length = readLong();
    return new String(bytes, take(length), (int) length, StandardCharsets.UTF_8);
  }

  @Override
  public Utf8 readString(Utf8 old) {
    long length = readLong();
    int from = take(length);
    Utf8 text = old == null ? new Utf8() : old;
    text.setByteLength((int) length);
    System.arraycopy(bytes, from, text.getBytes(), 0, (int) length);
    return text;
  }

  @Override
  public void skipString() {
    take(readLong());
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) {
    long length = readLong();
    byte[] copy = new byte[(int) Math.min(length < 0 ? 0 : length, remaining())];
    System.arraycopy(bytes, take(length), copy, 0, copy.length);
    return ByteBuffer.wrap(copy);
  }

  @Override
  public void skipBytes() {
    take(readLong());
  }

  @Override
  public void readFixed(byte[] into, int start, int length) {
    System.arraycopy(bytes, take(length), into, start, length);
  }

  @Override
  public void skipFixed(int length) {
    take(length);
  }

  @Override
  public int readEnum() {
    return readInt();
  }

  @Override
  public int readIndex() {
    return readInt();
  }

  @Override
  public long readArrayStart() {
    return items();
  }

  @Override
  public long arrayNext() {
    return items();
  }

  @Override
  public long skipArray() {
    return skipItems();
  }

  @Override
  public long readMapStart() {
    return items();
  }

  @Override
  public long mapNext() {
    return items();
  }

  @Override
  public long skipMap() {
    return skipItems();
  }

  /// How many items the next block has; a negative count is followed by the block's size in bytes.
  private long items() {
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    if (count < 0 || count > Math.max(remaining(), EMPTY_ITEMS_MAX)) {
      throw new WireException(
          "expected at most "
              + remaining()
              + " items, because so many bytes are left, but got "
              + count);
    }
    return count;
  }

  private long skipItems() {
    long count = readLong();
    while (count < 0) {
      take(readLong());
      count = readLong();
    }
    return count;
  }
}
