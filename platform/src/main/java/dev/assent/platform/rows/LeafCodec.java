package dev.assent.platform.rows;

import dev.assent.contract.id.UuidBytes;
import dev.assent.contract.value.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/// The types that a state's records end in ([RecordCodec]).
final class LeafCodec {
  private LeafCodec() {}

  private interface Write {
    void write(Object value, Encoder out) throws IOException;
  }

  private interface Read {
    Object read(Decoder in) throws IOException;
  }

  private record Leaf(Schema schema, Write writing, Read reading) implements ValueCodec {
    @Override
    public void write(Object value, Encoder out) throws IOException {
      writing.write(value, out);
    }

    @Override
    public Object read(Decoder in) throws IOException {
      return reading.read(in);
    }
  }

  static final ValueCodec STRING =
      new Leaf(
          Schema.create(Schema.Type.STRING),
          (value, out) -> out.writeString((String) value),
          Decoder::readString);

  static final ValueCodec INT =
      new Leaf(
          Schema.create(Schema.Type.INT),
          (value, out) -> out.writeInt((Integer) value),
          Decoder::readInt);

  static final ValueCodec BOOLEAN =
      new Leaf(
          Schema.create(Schema.Type.BOOLEAN),
          (value, out) -> out.writeBoolean((Boolean) value),
          Decoder::readBoolean);

  /// What is finer than a microsecond is cut off.
  static final ValueCodec INSTANT =
      new Leaf(
          Schema.create(Schema.Type.LONG),
          (value, out) -> out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value)),
          in -> Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS));

  static final ValueCodec DURATION =
      new Leaf(
          Schema.create(Schema.Type.LONG),
          (value, out) ->
              out.writeLong(((Duration) value).dividedBy(Duration.of(1, ChronoUnit.MICROS))),
          in -> Duration.of(in.readLong(), ChronoUnit.MICROS));

  static ValueCodec uuid(String namespace) {
    return new Leaf(
        Schema.createFixed("Uuid", null, namespace, UuidBytes.LENGTH),
        (value, out) -> out.writeFixed(UuidBytes.of((UUID) value)),
        in -> {
          byte[] bytes = new byte[UuidBytes.LENGTH];
          in.readFixed(bytes);
          return UuidBytes.get(ByteBuffer.wrap(bytes));
        });
  }

  static ValueCodec hash(String namespace) {
    return new Leaf(
        Schema.createFixed("Hash", null, namespace, 32),
        (value, out) -> out.writeFixed(HexFormat.of().parseHex(((Hash) value).hex())),
        in -> {
          byte[] bytes = new byte[32];
          in.readFixed(bytes);
          return new Hash(HexFormat.of().formatHex(bytes));
        });
  }
}
