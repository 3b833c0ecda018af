package dev.assent.wire;

import dev.assent.wire.format.AvroFormat;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.format.WireException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes any Avro record, generic or generated, in the Confluent wire format: a plain Kafka
/// serializer for programs and tools that use Assent's topics without Assent's code. Its settings
/// are those of Confluent's serializer ([SerdeSettings]).
public final class AvroSerializer<T extends IndexedRecord> implements Serializer<T> {
  private @Nullable SerdeSettings settings;
  private boolean key;
  private final Map<String, Map<Schema, Writing<T>>> known = new ConcurrentHashMap<>();

  private record Writing<T>(int id, DatumWriter<T> writer) {}

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    settings = SerdeSettings.of(configs, isKey);
    key = isKey;
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's null is a tombstone
  public byte[] serialize(String topic, @Nullable T record) {
    if (record == null) {
      return null;
    }
    Schema schema = record.getSchema();
    Map<Schema, Writing<T>> ofTopic = known.computeIfAbsent(topic, _ -> new ConcurrentHashMap<>());
    Writing<T> writing = ofTopic.get(schema);
    if (writing == null) {
      writing = new Writing<>(id(topic, schema), writer(record));
      ofTopic.put(schema, writing);
    }
    return AvroFormat.write(writing.id, record, writing.writer, schema.getName());
  }

  private int id(String topic, Schema schema) {
    SerdeSettings s = settings;
    if (s == null) {
      throw new IllegalStateException("expected configure() first, but it was not called");
    }
    Schema published = Schemas.published(schema);
    String subject = s.subjectName().of(topic, schema, key);
    return s.registry()
        .lookUp(subject, published)
        .orElseGet(
            () -> {
              if (!s.autoRegister()) {
                throw new WireException(
                    "expected the schema of "
                        + schema.getFullName()
                        + " to be registered under "
                        + subject
                        + ", but it is not, and auto.register.schemas is false");
              }
              return s.registry().register(subject, published);
            });
  }

  private DatumWriter<T> writer(T record) {
    return record instanceof SpecificRecord
        ? new SpecificDatumWriter<>(record.getSchema(), SpecificData.getForClass(record.getClass()))
        : new GenericDatumWriter<>(record.getSchema());
  }
}
