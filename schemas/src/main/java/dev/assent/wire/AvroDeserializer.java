package dev.assent.wire;

import dev.assent.wire.format.AvroFormat;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.format.WireException;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads any Avro record in the Confluent wire format: the counterpart of [AvroSerializer]. Without
/// `specific.avro.reader` it gives generic records of the schema they were written with.
///
/// Throws [WireException] for bytes that are no such record, and [RegistryUnavailableException]
/// when the registry does not answer: then reading the same record again later may succeed.
public final class AvroDeserializer<T extends IndexedRecord> implements Deserializer<T> {
  private @Nullable SerdeSettings settings;
  private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    settings = SerdeSettings.of(configs, isKey);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's null is a tombstone
  public T deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    int id = AvroFormat.schemaId(bytes, "record");
    DatumReader<T> reader = readers.get(id);
    if (reader == null) {
      reader = reader(id);
      readers.put(id, reader);
    }
    return AvroFormat.read(bytes, reader, "record of schema " + id);
  }

  private DatumReader<T> reader(int id) {
    SerdeSettings s = settings;
    if (s == null) {
      throw new IllegalStateException("expected configure() first, but it was not called");
    }
    Schema written = s.registry().byId(id);
    if (written.getType() != Schema.Type.RECORD) {
      throw new WireException(
          "expected schema " + id + " to be of a record, but it is of a " + written.getType());
    }
    if (!s.specific()) {
      return new GenericDatumReader<>(written);
    }
    Class<?> type = Schemas.model().getClass(written);
    if (type == null) {
      throw new WireException(
          "expected a generated class " + written.getFullName() + ", but there is none");
    }
    SpecificData model = SpecificData.getForClass(type);
    return new SpecificDatumReader<>(written, model.getSchema(type), model);
  }
}
