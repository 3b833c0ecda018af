package dev.assent.wire.format;

import dev.assent.contract.value.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;

/// Avro in the Confluent wire format: a zero byte, the schema's id as four bytes, the record in
/// Avro's binary form. Buffers are kept for each thread, because this is the hot path; one whose
/// use failed is not used again ([Reused]).
public final class AvroFormat {
  private static final byte MAGIC = 0;
  private static final int HEADER_BYTES = 5;
  private static final int BUFFER_BYTES_KEPT = 262_144;

  private static final ThreadLocal<Reused<Output>> OUTPUTS =
      ThreadLocal.withInitial(() -> new Reused<>(Output::new));
  private static final ThreadLocal<Reused<ArrayDecoder>> INPUTS =
      ThreadLocal.withInitial(() -> new Reused<>(ArrayDecoder::new));

  private AvroFormat() {}

  /// @param name the record's name, for messages
  /// @throws RecordTooLargeException when the record is larger than [Limits#RECORD_BYTES_MAX]
  public static <D> byte[] write(int schemaId, D datum, DatumWriter<D> writer, String name) {
    Reused<Output> outputs = OUTPUTS.get();
    Output output = outputs.take();
    try {
      output.begin(schemaId);
      writer.write(datum, output.encoder);
      output.encoder.flush();
      byte[] written = Arrays.copyOf(output.bytes, output.length);
      if (output.bytes.length <= BUFFER_BYTES_KEPT) {
        outputs.giveBack(output);
      }
      return written;
    } catch (TooLargeException e) {
      throw new RecordTooLargeException(name, e);
    } catch (IOException | RuntimeException e) {
      throw new WireException("cannot write a " + name + ": " + e.getMessage(), e);
    }
  }

  /// The id of the schema a record was written with.
  ///
  /// @param name what the record should be, for messages
  /// @throws WireException when the bytes do not begin as they should
  public static int schemaId(byte[] bytes, String name) {
    if (bytes.length == 0) {
      throw new WireException("expected a " + name + ", but the value is empty");
    }
    if (bytes[0] != MAGIC) {
      throw new WireException(
          "expected a "
              + name
              + " in the Confluent wire format, which begins with byte 0, but got byte "
              + bytes[0]);
    }
    if (bytes.length < HEADER_BYTES) {
      throw new WireException(
          "expected a "
              + name
              + " with a schema id in bytes 1 to 4, but the value has "
              + bytes.length
              + " bytes");
    }
    return (bytes[1] & 0xFF) << 24
        | (bytes[2] & 0xFF) << 16
        | (bytes[3] & 0xFF) << 8
        | (bytes[4] & 0xFF);
  }

  /// @param name what the record should be, for messages
  /// @throws WireException when the bytes are not such a record from the first to the last
  @SuppressWarnings("NullAway") // Avro takes null for "no record to use again"
  public static <D> D read(byte[] bytes, DatumReader<D> reader, String name) {
    Reused<ArrayDecoder> inputs = INPUTS.get();
    ArrayDecoder decoder = inputs.take();
    decoder.reset(bytes, HEADER_BYTES);
    try {
      D datum = reader.read(null, decoder);
      if (decoder.remaining() > 0) {
        throw new WireException(
            "expected a " + name + ", but " + decoder.remaining() + " bytes are left behind it");
      }
      decoder.clear();
      inputs.giveBack(decoder);
      return datum;
    } catch (WireException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new WireException("expected a " + name + ", but got " + e.getMessage(), e);
    }
  }

  /// The bytes of one record under way, never more than a record may have.
  private static final class Output extends OutputStream {
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(this, null);
    private byte[] bytes = new byte[4_096];
    private int length;

    private void begin(int schemaId) {
      length = 0;
      write(MAGIC);
      write(schemaId >>> 24);
      write(schemaId >>> 16);
      write(schemaId >>> 8);
      write(schemaId);
    }

    @Override
    public void write(int b) {
      grow(1);
      bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      grow(count);
      System.arraycopy(from, offset, bytes, length, count);
      length += count;
    }

    private void grow(int count) {
      if (count > Limits.RECORD_BYTES_MAX - length) {
        throw new TooLargeException();
      }
      if (length + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
      }
    }
  }

  private static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
