package dev.assent.notifier.stream;

import static dev.assent.notifier.plan.Facts.ONCALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Json;
import dev.assent.notifier.channel.ConsoleChannel;
import dev.assent.notifier.outbox.Breakers;
import dev.assent.notifier.outbox.Courier;
import dev.assent.notifier.outbox.Outbox;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.route.Reach;
import dev.assent.notifier.route.Route;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import dev.assent.wire.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierTopologyTest {
  private static final Topics TOPICS = new Topics("");
  private static final Duration HORIZON = Duration.ofHours(1);

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final MemoryCodec<Happened> events = new MemoryCodec<>();
  private final MemoryCodec<NotificationOutcome> outcomes = new MemoryCodec<>();
  private TopologyTestDriver driver;

  @BeforeEach
  void start(@TempDir Path stateDir) {
    driver = start(Facts.START, stateDir);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void aTaskIsToldReminderByReminderUntilItsDecision() {
    tell(Facts.created().opened(ONCALL).reminded(1).reminded(2).decided("ada", "approved"));

    assertThat(lines()).hasSize(4);
    assertThat(lines().get(0)).startsWith("[new approval] ");
    assertThat(lines().get(1)).startsWith("[reminder 1 of 3] ");
    assertThat(lines().get(2)).startsWith("[reminder 2 of 3] ");
    assertThat(lines().get(3)).startsWith("[approved] ");
    assertThat(recorded())
        .extracting(NotificationOutcome::status, NotificationOutcome::attempts)
        .containsOnly(tuple(Status.SENT, 1))
        .hasSize(4);
  }

  @Test
  void anOutcomesKeyIsItsDedupeKey() {
    tell(Facts.created().opened(ONCALL));

    news();
    TestRecord<byte[], byte[]> record = notifications().readRecord();
    assertThat(new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo(outcomes.decode(record.value()).dedupeKey());
  }

  @Test
  void factsThatComeAgainAreNotToldAgain() {
    Facts facts = Facts.created().opened(ONCALL).reminded(1);
    tell(facts);
    tell(facts);

    assertThat(lines()).hasSize(2);
    assertThat(recorded()).hasSize(2);
  }

  @Test
  void whatHappenedLongBeforeTheFirstStartIsRememberedButNotTold() {
    Instant longAgo = Facts.START.minus(Duration.ofDays(3));
    Facts facts = Facts.created(Facts.INTENT, longAgo, Facts.question(ONCALL)).opened(ONCALL);
    tell(facts);
    assertThat(lines()).isEmpty();

    Facts now = Facts.created(Facts.INTENT, Facts.START, Facts.question(ONCALL)).opened(ONCALL);
    tell(now.reminded(1).batches().getLast());

    assertThat(lines()).hasSize(1).first().asString().startsWith("[reminder 1 of 3] SRE Approval");
  }

  @Test
  void whatHappenedWithinTheHorizonIsTold() {
    tell(
        Facts.created(Facts.INTENT, Facts.START.minus(HORIZON), Facts.question(ONCALL))
            .opened(ONCALL));

    assertThat(lines()).hasSize(1);
  }

  @Test
  void nothingIsKeptOfAnIntentThatIsOver() {
    tell(
        Facts.created()
            .opened(ONCALL)
            .decided("ada", "approved", new Event.IntentCompleted(Json.EMPTY, Optional.empty())));

    news();
    assertThat(driver.getKeyValueStore(NotifierTopology.CONTEXTS).all())
        .toIterable()
        .hasSize(1); // since when it tells
  }

  @Test
  void anEventThatCannotBeReadIsADeadLetterAndTheNextOneIsTold() {
    driver
        .createInputTopic(
            TOPICS.events().name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new byte[] {1}, new byte[] {9});
    tell(Facts.created().opened(ONCALL));

    TestRecord<byte[], byte[]> letter =
        driver
            .createOutputTopic(
                TOPICS.deadLetters().name(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())
            .readRecord();
    assertThat(letter.value()).containsExactly(9);
    assertThat(header(letter.headers(), "assent.cause")).isEqualTo("expected 4 bytes, but got 1");
    assertThat(header(letter.headers(), "assent.origin.topic")).isEqualTo("assent.events");
    assertThat(header(letter.headers(), "assent.component")).isEqualTo("test");
    assertThat(lines()).hasSize(1);
  }

  @Test
  void manyIntentsAreKeptApart() {
    for (int i = 1; i <= 20; i++) {
      IntentId intent = IntentId.root(i, (long) i << 16);
      tell(Facts.created(intent, Facts.START, Facts.question(ONCALL)).opened(ONCALL).reminded(1));
    }

    assertThat(recorded())
        .extracting(NotificationOutcome::dedupeKey)
        .doesNotHaveDuplicates()
        .hasSize(40);
  }

  private TopologyTestDriver start(Instant now, Path stateDir) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    Route route = new Route("console", Set.of("console"), true, Reach.BY_NAME);
    PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    Retries once = new Retries(1, Duration.ZERO, Duration.ZERO);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-" + UUID.randomUUID());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    return new TopologyTestDriver(
        NotifierTopology.build(
            TOPICS,
            () -> {
              MessageTrade trade = new MessageTrade(new ConsoleChannel(out, ZoneOffset.UTC), clock);
              return new Dispatcher(
                  events,
                  route,
                  HORIZON,
                  trade,
                  new Outbox.Shared<>(
                      trade,
                      outcomes,
                      new Courier(Runnable::run, Duration.ofSeconds(30), clock),
                      new Breakers(once),
                      once,
                      clock,
                      "test",
                      new AtomicLong(),
                      _ -> {}));
            }),
        properties);
  }

  private void tell(Facts facts) {
    facts.batches().forEach(this::tell);
  }

  private void tell(Happened happened) {
    TestInputTopic<byte[], byte[]> topic =
        driver.createInputTopic(
            TOPICS.events().name(), new ByteArraySerializer(), new ByteArraySerializer());
    topic.pipeInput(new byte[] {1}, events.encode(happened), happened.at());
  }

  private TestOutputTopic<byte[], byte[]> notifications() {
    return driver.createOutputTopic(
        TOPICS.notifications().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<NotificationOutcome> recorded() {
    news();
    return notifications().readValuesToList().stream().map(outcomes::decode).toList();
  }

  /// What came of what was sent is fetched.
  private void news() {
    driver.advanceWallClockTime(Duration.ofMillis(50));
    driver.advanceWallClockTime(Duration.ofMillis(50));
  }

  private List<String> lines() {
    news();
    return console.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
