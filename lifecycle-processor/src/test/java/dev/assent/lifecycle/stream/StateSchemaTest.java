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
import dev.assent.wire.golden.Golden;
import dev.assent.wire.golden.Readable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private static final Path TODAY = Path.of("target", "state.avsc");

  private final Schema today = new StateCodec().schema();

  @Test
  void todaysSchema_isTheCommittedOne() throws IOException {
    List<String> ours = pretty(today).lines().toList();
    List<String> committed = pretty(released(StateCodec.VERSION)).lines().toList();
    if (!ours.equals(committed)) {
      Files.writeString(TODAY, pretty(today) + "\n");
      throw new AssertionError(
          """
          expected the state's schema to be %2$s, but it differs from line %1$d on:
            committed: %3$s
            today's:   %4$s
          A version that is not released yet: cp lifecycle-processor/%5$s lifecycle-processor/src/main/resources%2$s
          One that is: raise StateCodec.VERSION first and copy it to that version's file, for nodes hold bytes of the old one.\
          """
              .formatted(
                  differsAt(ours, committed) + 1,
                  resource(),
                  line(committed, differsAt(ours, committed)),
                  line(ours, differsAt(ours, committed)),
                  TODAY));
    }
  }

  private static String resource() {
    return StateCodec.resource(StateCodec.VERSION);
  }

  private static int differsAt(List<String> one, List<String> other) {
    int at = 0;
    while (at < Math.min(one.size(), other.size()) && one.get(at).equals(other.get(at))) {
      at++;
    }
    return at;
  }

  private static String line(List<String> lines, int at) {
    return at < lines.size() ? lines.get(at).strip() : "(the end)";
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

  /// What nodes hold that ran before the release 0.1, by bytes that were written then.
  @Test
  void statesOfVersion3_readAsTheyWereWritten() {
    Golden.Release before =
        new Golden.Release("before 0.1", Path.of("src/test/resources/state"), "v3");
    List<Golden.Sample> samples = before.samples();

    assertThat(samples).isNotEmpty();
    for (Golden.Sample sample : samples) {
      assertThat(Readable.line(new StateCodec().decode(sample.bytes()))).isEqualTo(sample.reads());
    }
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
