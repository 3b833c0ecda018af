package dev.assent.wire.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.wire.MemoryRegistry;
import dev.assent.wire.submissions.PublicRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A number whose writer counts in another unit is not read at all.
class UnitsTest {
  private static final Schema SUBMIT = Schemas.published(Schemas.named("Submit"));
  private static final String MICROS = "\"logicalType\":\"timestamp-micros\"";

  private final MemoryRegistry registry = MemoryRegistry.start();

  @AfterEach
  void stop() {
    registry.close();
  }

  private static Schema in(String unit) {
    return new Schema.Parser().parse(SUBMIT.toString().replace(MICROS, unit));
  }

  private byte[] written(Schema schema, long deadline) throws IOException {
    int id = registry.client().register("assent.submissions-dev.assent.wire.avro.Submit", schema);
    GenericRecord record = new GenericData.Record(schema);
    record.put("requestId", UUID.randomUUID().toString());
    record.put("intentType", "intent.test.v1");
    record.put("toAgent", "human");
    record.put("payload", "{}");
    record.put("deadlineAt", deadline);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"logicalType\":\"timestamp-millis\"",
        "\"logicalType\":\"timestamp-nanos\"",
        "\"logicalType\":\"local-timestamp-micros\"",
        "\"doc\":\"no unit at all\""
      })
  void aDeadlineInAnotherUnit_isUnreadable_andSaysWhich(String unit) throws IOException {
    byte[] value = written(in(unit), 1_800_000_000_000L);

    assertThatThrownBy(() -> registry.wire().submissions().decode(value))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("timestamp-micros")
        .hasMessageContaining("Submit.deadlineAt");
  }

  @Test
  void aDeadlineInTheSameUnit_isRead() throws IOException {
    byte[] value = written(SUBMIT, 1_800_000_000_000_000L);

    assertThat(((PublicRequest.Submit) registry.wire().submissions().decode(value)).deadlineAt())
        .contains(Instant.ofEpochSecond(1_800_000_000L));
  }
}
