package dev.assent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.Result;
import dev.assent.contract.Timer;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.codec.EventCodec;
import dev.assent.wire.codec.PlanCodec;
import dev.assent.wire.codec.ResultCodec;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.format.AvroFormat;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.format.WireException;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.registry.RegistryUnavailableException;
import dev.assent.wire.registry.SchemaRegistryClient;
import dev.assent.wire.submissions.PublicRequest;
import dev.assent.wire.submissions.PublicRequestCodec;
import dev.assent.wire.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroWireTest {
  private static final int ROUNDS = 40;

  private static MemoryRegistry registry;
  private static AvroWire wire;

  @BeforeAll
  static void start() {
    registry = MemoryRegistry.start();
    wire = registry.wire();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  static Stream<Class<?>> permittedTypes() {
    return Stream.of(
            Command.Request.class,
            Event.class,
            Result.class,
            DirectoryEntry.class,
            Plan.Step.class,
            PublicRequest.class)
        .flatMap(type -> Samples.permitted(type).stream());
  }

  @ParameterizedTest
  @MethodSource("permittedTypes")
  void everyPermittedType_isReadAsItWasWritten(Class<?> type) {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Samples samples = new Samples(seed);
      Object value = samples.any(type);

      assertThat(thereAndBack(samples, value)).as("seed %d", seed).isEqualTo(value);
    }
  }

  private static Object thereAndBack(Samples samples, Object value) {
    return switch (value) {
      case Command command -> there(wire.commands(), samples.asked(command)).command();
      case Event event -> there(wire.events(), samples.happened(event)).events().getFirst();
      case Result result -> there(wire.results(), result);
      case PublicRequest.Submission submission -> there(wire.submissions(), submission);
      case PublicRequest.Report report -> there(wire.reports(), report);
      case DirectoryEntry entry -> there(wire.directory(), entry);
      case Plan.Step step -> PlanCodec.fromAvro(PlanCodec.toAvro(step));
      default -> throw new IllegalArgumentException("no codec for " + value.getClass());
    };
  }

  private static <T> T there(Codec<T> codec, T value) {
    return codec.decode(codec.encode(value));
  }

  @Test
  void everyEnvelope_isReadAsItWasWritten() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      Samples samples = new Samples(seed);
      Asked asked = samples.asked();
      Happened happened = samples.happened();
      Delivery delivery = samples.delivery();
      AuditRecord audit = samples.audit();
      NotificationOutcome outcome = samples.notificationOutcome();
      WebhookEvent event = samples.any(WebhookEvent.class);

      assertThat(there(wire.commands(), asked)).isEqualTo(asked);
      assertThat(there(wire.events(), happened)).isEqualTo(happened);
      assertThat(there(wire.deliveries(), delivery)).isEqualTo(delivery);
      assertThat(there(wire.audit(), audit)).isEqualTo(audit);
      assertThat(there(wire.notifications(), outcome)).isEqualTo(outcome);
      assertThat(there(wire.webhooks(), event)).isEqualTo(event);
    }
  }

  @Test
  void whatIsFinerThanAMicrosecond_isCutOff() {
    Samples samples = new Samples(1);
    Asked any = samples.asked();
    Asked fine =
        new Asked(
            any.commandId(),
            any.target(),
            Instant.parse("2026-01-02T03:04:05.123456789Z"),
            any.actor(),
            any.door(),
            any.answerTo(),
            any.body(),
            any.command());

    assertThat(there(wire.commands(), fine).at()).isEqualTo("2026-01-02T03:04:05.123456Z");
  }

  @Test
  void aTimersFiring_neverTravels() {
    Asked firing =
        new Samples(1)
            .asked(new Command.FireTimer(new Timer(Timer.Kind.REMINDER, 2, Instant.EPOCH)));

    assertThatIllegalStateException()
        .isThrownBy(() -> wire.commands().encode(firing))
        .withMessageContaining("came through a door");
  }

  @Test
  void bytesBeginWithZeroAndTheSchemasId() {
    Result result = new Samples(1).result();
    SchemaRegistryClient client = registry.client();
    int id =
        client
            .lookUp(
                "assent.results-dev.assent.wire.avro.Answer",
                Schemas.published(Schemas.named("Answer")))
            .orElseThrow();

    assertThat(wire.results().encode(result)).startsWith(0, 0, 0, 0, id);
  }

  @Test
  void theFirstBytes_mustBeTheConfluentWireFormats() {
    assertRefused(new byte[0], "the value is empty");
    assertRefused(new byte[] {0, 0, 0}, "the value has 3 bytes");
    assertRefused(
        "{\"json\":1}".getBytes(StandardCharsets.UTF_8), "begins with byte 0, but got byte 123");
    assertRefused(new byte[] {0, 0, 0, 9, 9, 1}, "none with id 2313");
  }

  @Test
  void aTruncatedRecord_isRefused_atEveryLength() {
    byte[] whole = wire.events().encode(new Samples(3).happened());

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> wire.events().decode(part)).isInstanceOf(WireException.class);
    }
  }

  @Test
  void bytesBehindTheRecord_areRefused() {
    byte[] whole = wire.events().encode(new Samples(3).happened());

    assertThatThrownBy(() -> wire.events().decode(Arrays.copyOf(whole, whole.length + 2)))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("2 bytes are left");
  }

  @Test
  void damagedBytes_giveAWireExceptionOrAValue_neverAnythingElse() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = wire.commands().encode(new Samples(seed % 20).asked());
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
      }
      try {
        wire.commands().decode(bytes);
      } catch (WireException expected) {
        assertThat(expected).as("seed %d", seed).hasMessageContaining("expected");
      }
    }
  }

  @Test
  void aForeignRecord_isRefused_namingBoth() {
    Schema order = SchemaBuilder.record("com.acme.Order").fields().requiredInt("n").endRecord();
    int id = registry.client().register("orders-value", order);

    assertRefused(new byte[] {0, 0, 0, 0, (byte) id, 2}, "is a com.acme.Order");
    assertThatThrownBy(() -> wire.commands().decode(wire.results().encode(new Samples(1).result())))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("expected a dev.assent.wire.avro.Asked")
        .hasMessageContaining("dev.assent.wire.avro.Answer");
  }

  @Test
  void theTopicOfSubmissions_hasItsOwnRecordsOnly() {
    byte[] report = wire.reports().encode(new Samples(1).any(PublicRequest.Report.class));

    assertThatThrownBy(() -> wire.submissions().decode(report))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("dev.assent.wire.avro.Submit")
        .hasMessageContaining("is a dev.assent.wire.avro.Report");
  }

  @Test
  void aRequestsId_mustBeAUuid() {
    dev.assent.wire.avro.Cancel cancel = new dev.assent.wire.avro.Cancel("7", "i", "");

    assertThatThrownBy(() -> PublicRequestCodec.fromAvro(cancel))
        .hasMessage("expected a UUID in requestId, but got '7'");
  }

  @Test
  void anUnknownKind_isRefused_namingIt() {
    dev.assent.wire.avro.EventData event = new dev.assent.wire.avro.EventData();
    event.setKind("IntentTeleported");

    assertThatThrownBy(() -> EventCodec.fromAvro(event))
        .isInstanceOf(WireException.class)
        .hasMessage("expected a kind of event that this version knows, but got 'IntentTeleported'");
  }

  @Test
  void aKindWithoutItsRecord_isRefused() {
    dev.assent.wire.avro.EventData event = new dev.assent.wire.avro.EventData();
    event.setKind("TaskOpened");

    assertThatThrownBy(() -> EventCodec.fromAvro(event))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("the record of a TaskOpened");
  }

  @Test
  void aRecordBeyondTheBound_isRefused_andTheNextOneIsFine() {
    Samples samples = new Samples(1);
    Asked large =
        samples.asked(
            new Command.Report(
                Command.Report.Kind.COMPLETE,
                new Json(Json.quote("x".repeat(Limits.RECORD_BYTES_MAX))),
                ""));
    Asked small = samples.asked();

    assertThatThrownBy(() -> wire.commands().encode(large))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("at most 1000000 bytes");
    assertThat(there(wire.commands(), small)).isEqualTo(small);
  }

  @Test
  void whatBreaksAWriterHalfWay_anErrorToo_leavesNothingBeforeTheNextRecord() {
    Schema text = Schema.create(Schema.Type.STRING);
    DatumWriter<String> breaking = new HalfWay();
    byte[] before = AvroFormat.write(7, "fine", new GenericDatumWriter<>(text), "Text");

    assertThatThrownBy(() -> AvroFormat.write(7, "half", breaking, "Text"))
        .isInstanceOf(StackOverflowError.class);

    assertThat(AvroFormat.write(7, "fine", new GenericDatumWriter<>(text), "Text"))
        .isEqualTo(before);
  }

  private static final class HalfWay implements DatumWriter<String> {
    @Override
    public void setSchema(Schema schema) {
      // Writes the same whatever it is.
    }

    @Override
    public void write(String datum, Encoder out) throws IOException {
      out.writeString(datum);
      throw new StackOverflowError("as a deep value would");
    }
  }

  @Test
  void aRecordOfAFormerSchema_isRead_withTheDefaultsOfWhatItLacks() throws Exception {
    Schema today = Schemas.published(Schemas.named("Answer"));
    Schema former =
        new Schema.Parser()
            .parse(today.toString().replaceFirst(",\\{\"name\":\"rejected\".*", "]}"));
    int id = registry.client().register("former-value", former);
    Result.Accepted value = new Samples(5).any(Result.Accepted.class);
    dev.assent.wire.avro.Answer data = ResultCodec.toAvro(value);
    GenericData.Record record = new GenericData.Record(former);
    former.getFields().forEach(f -> record.put(f.name(), data.get(f.pos())));
    byte[] bytes =
        AvroFormat.write(
            id,
            record,
            new org.apache.avro.generic.GenericDatumWriter<>(former, Schemas.model()),
            "x");

    assertThat(wire.results().decode(bytes)).isEqualTo(value);
  }

  @Test
  void schemas_areAskedForOnce() {
    AvroWire fresh = registry.wire();
    Samples samples = new Samples(1);
    there(fresh.results(), samples.result());
    int before = registry.requests();

    for (int i = 0; i < 100; i++) {
      there(fresh.results(), samples.result());
    }

    assertThat(registry.requests()).isEqualTo(before);
  }

  @Test
  void withoutARegistry_theFailureIsTransient() {
    byte[] bytes = wire.results().encode(new Samples(1).result());
    AvroWire cutOff =
        new AvroWire(
            new SchemaRegistryClient(
                "http://127.0.0.1:1",
                Optional.empty(),
                java.time.Duration.ofSeconds(2),
                2,
                java.time.Duration.ofMillis(1)),
            new Topics(""));

    assertThatThrownBy(() -> cutOff.results().decode(bytes))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> cutOff.results().encode(new Samples(1).result()))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  private static void assertRefused(byte[] bytes, String because) {
    assertThatThrownBy(() -> wire.commands().decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(because);
  }
}
