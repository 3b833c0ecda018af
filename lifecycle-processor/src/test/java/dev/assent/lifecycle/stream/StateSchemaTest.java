package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.assent.contract.Asked;
import dev.assent.contract.Door;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Hash;
import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.Intent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/// The state's schema follows from the code; what is on disk follows from releases.
class StateSchemaTest {
  private final Schema today = new StateCodec().schema();

  @Test
  void todaysSchema_isTheCommittedOne() throws IOException {
    assertThat(pretty(today))
        .as(
            "the state's schema. Not released yet: put the actual text into src/main/resources%s."
                + " Released: raise StateCodec.VERSION and add a file, for nodes hold bytes of the"
                + " old one.",
            StateCodec.resource(StateCodec.VERSION))
        .isEqualTo(pretty(released(StateCodec.VERSION)));
  }

  @Test
  void everyReleasedState_canBeRead() throws IOException {
    for (byte version = 1; version <= StateCodec.VERSION; version++) {
      assertThat(
              SchemaCompatibility.checkReaderWriterCompatibility(today, released(version))
                  .getType())
          .as("states of version %d; a new component must be an Optional or a List", version)
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  @Test
  void bytesOfAnEarlierRelease_becomeTodaysState() throws IOException {
    Schema earlier = earlier();
    Intent.Known state = state();
    byte[] bytes = new StateCodec().encode(state);
    Object generic =
        new GenericDatumReader<>(today, earlier)
            .read(null, DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<>(earlier).write(generic, encoder);

    assertThat(new StateCodec(version -> earlier).decode(out.toByteArray())).isEqualTo(state);
  }

  /// A release that did not count how often work was sent back, and had something since dropped.
  private Schema earlier() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode schema = json.readTree(today.toString());
    replace(
        schema, "sentBack", json.readTree("{\"name\":\"gone\",\"type\":\"int\",\"default\":7}"));
    Schema earlier = new Schema.Parser().parse(schema.toString());
    assertThat(earlier).isNotEqualTo(today);
    return earlier;
  }

  private static void replace(JsonNode node, String field, JsonNode with) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).path("name").asText().equals(field)) {
          array.set(i, with);
        }
      }
    }
    node.forEach(child -> replace(child, field, with));
  }

  private static Intent.Known state() {
    IntentId id = SeedPlan.intent(new Random(1));
    Asked asked =
        new Asked(
            new CommandId(id.value()),
            id,
            Flow.START,
            Flow.SERVICE,
            Door.GATEWAY,
            Optional.empty(),
            Optional.of(Hash.of("request")),
            SeedPlan.submit());
    return ((Decision.Accept) new Decider(Flow.NO_FORMS).decide(new Intent.None(), asked)).after();
  }

  private static String pretty(Schema schema) {
    return SchemaFormatter.getInstance("json/pretty").format(schema);
  }

  private static Schema released(byte version) throws IOException {
    try (InputStream file = StateCodec.class.getResourceAsStream(StateCodec.resource(version))) {
      assertThat(file).as(StateCodec.resource(version)).isNotNull();
      return new Schema.Parser().parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
