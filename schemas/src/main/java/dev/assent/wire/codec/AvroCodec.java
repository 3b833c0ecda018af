package dev.assent.wire.codec;

import dev.assent.wire.format.AvroFormat;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.format.Units;
import dev.assent.wire.format.WireException;
import dev.assent.wire.registry.SchemaRegistryClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// One topic's codec: values of the contract to generated records to bytes, and back from whatever
/// version of the schema the bytes were written with.
///
/// @param <T> the contract's type
/// @param <A> the generated record
public final class AvroCodec<T, A extends SpecificRecord> implements Codec<T> {
  private static final SpecificData MODEL = Schemas.model();

  private final SchemaRegistryClient registry;
  private final Schema schema;
  private final Schema published;
  private final String name;
  private final Function<T, String> topic;
  private final Function<T, A> toAvro;
  private final Function<A, T> fromAvro;
  private final DatumWriter<A> writer;
  private final Map<Integer, DatumReader<A>> readers = new ConcurrentHashMap<>();

  /// Nearly every record is written with the same schema as the one before.
  private volatile @Nullable Reading<A> last;

  private volatile int id;
  private volatile boolean registered;

  /// @param topic under which topic's subject a value's schema is registered
  public AvroCodec(
      SchemaRegistryClient registry,
      Schema schema,
      Function<T, String> topic,
      Function<T, A> toAvro,
      Function<A, T> fromAvro) {
    this.registry = registry;
    this.schema = schema;
    this.published = Schemas.published(schema);
    this.name = schema.getName();
    this.topic = topic;
    this.toAvro = toAvro;
    this.fromAvro = fromAvro;
    this.writer = new SpecificDatumWriter<>(schema, MODEL);
  }

  @Override
  public byte[] encode(T value) {
    A record = toAvro.apply(value);
    return AvroFormat.write(id(value), record, writer, name);
  }

  @Override
  public T decode(byte[] bytes) {
    A record = AvroFormat.read(bytes, reader(AvroFormat.schemaId(bytes, name)), name);
    try {
      return fromAvro.apply(record);
    } catch (WireException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new WireException("expected a valid " + name + ", but: " + e.getMessage(), e);
    }
  }

  /// A registry gives equal schemas the same id under every subject, so one id serves all topics.
  private int id(T value) {
    if (!registered) {
      String subject = Schemas.subject(topic.apply(value), schema);
      id =
          registry
              .lookUp(subject, published)
              .orElseGet(() -> registry.register(subject, published));
      registered = true;
    }
    return id;
  }

  private DatumReader<A> reader(int writerId) {
    Reading<A> recent = last;
    if (recent != null && recent.id == writerId) {
      return recent.reader;
    }
    DatumReader<A> reader = readers.get(writerId);
    if (reader == null) {
      reader = newReader(writerId);
      readers.put(writerId, reader);
    }
    last = new Reading<>(writerId, reader);
    return reader;
  }

  private DatumReader<A> newReader(int writerId) {
    Schema written = registry.byId(writerId);
    if (!written.getFullName().equals(schema.getFullName())) {
      throw new WireException(
          "expected a "
              + schema.getFullName()
              + ", but schema "
              + writerId
              + " is a "
              + written.getFullName());
    }
    Units.requireSame(written, schema);
    return new SpecificDatumReader<>(written, schema, MODEL);
  }

  private record Reading<A>(int id, DatumReader<A> reader) {}
}
