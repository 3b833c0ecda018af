package dev.assent.notifier.stream;

import static dev.assent.notifier.plan.Facts.LEAD;
import static dev.assent.notifier.plan.Facts.ONCALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.outbox.Breakers;
import dev.assent.notifier.outbox.Courier;
import dev.assent.notifier.outbox.Outbox;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.route.Delivery;
import dev.assent.notifier.route.Reach;
import dev.assent.notifier.route.Route;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import dev.assent.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages to people on their way, over a channel whose targets do as the test says. Time is the
/// test's, and a thread sends when the test lets it.
class MessageOutboxTest {
  private static final Topics TOPICS = new Topics("");
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Retries RETRIES =
      new Retries(9, Duration.ofSeconds(10), Duration.ofSeconds(40));
  private static final String SRE = "role:sre_oncall";
  private static final String LEADER = "person:lead";

  private final MemoryCodec<Happened> events = new MemoryCodec<>();
  private final MemoryCodec<NotificationOutcome> outcomes = new MemoryCodec<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Facts.START);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final Map<String, Supplier<Outcome>> targets = new HashMap<>();
  private final List<String> sent = new ArrayList<>();
  private final Breakers breakers = new Breakers(RETRIES);
  private final AtomicLong waiting = new AtomicLong();
  private TopologyTestDriver driver;

  private final Channel channel =
      new Channel() {
        @Override
        public String name() {
          return "fake";
        }

        @Override
        public Outcome send(Delivery delivery) {
          sent.add(delivery.message().seq() + " " + delivery.address());
          return targets.getOrDefault(delivery.address(), Outcome.Sent::new).get();
        }
      };

  @BeforeEach
  void start(@TempDir Path folder) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-messages");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver =
        new TopologyTestDriver(
            NotifierTopology.build(TOPICS, this::dispatcher), properties, Facts.START);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private Dispatcher dispatcher() {
    MessageTrade trade = new MessageTrade(channel, clock);
    return new Dispatcher(
        events,
        new Route("fake", Set.of("fake"), true, Reach.BY_NAME),
        Duration.ofHours(1),
        trade,
        new Outbox.Shared<>(
            trade,
            outcomes,
            new Courier(threads::add, WITHIN, clock),
            breakers,
            RETRIES,
            clock,
            "test",
            waiting,
            _ -> {}));
  }

  @Test
  void aTargetThatHangsHoldsUpNeitherTheStreamNorAnotherTarget() {
    tell(Facts.created().opened(ONCALL, LEAD));
    Runnable hangs = threads.removeFirst();
    work();

    assertThat(came()).extracting(NotificationOutcome::recipient).containsExactly(LEADER);

    tell(other(2).opened(LEAD));
    work();
    assertThat(came()).extracting(NotificationOutcome::recipient).containsExactly(LEADER);
    assertThat(waiting).hasValue(1);

    pass(WITHIN);
    assertThat(came()).isEmpty();
    hangs.run();
    assertThat(sent).as("what is over is not begun any more").doesNotContain("4 " + SRE);
    pass(Duration.ofSeconds(10));
    work();
    assertThat(came())
        .extracting(NotificationOutcome::recipient, NotificationOutcome::attempts)
        .containsExactly(tuple(SRE, 2));
  }

  @Test
  void aChannelThatThrowsIsTriedAgain_andHoldsUpNobodyElse() {
    targets.put(
        SRE,
        () -> {
          throw new IllegalStateException("a secret");
        });
    tell(Facts.created().opened(ONCALL, LEAD));
    work();
    assertThat(came()).extracting(NotificationOutcome::recipient).containsExactly(LEADER);

    targets.clear();
    pass(Duration.ofSeconds(10));
    work();
    assertThat(came()).extracting(NotificationOutcome::attempts).containsExactly(2);
  }

  @Test
  void whatIsForOneTargetGoesOutInTheOrderOfItsFacts_alsoAfterAFailure() {
    targets.put(SRE, () -> new Outcome.Retry("down"));
    tell(Facts.created().opened(ONCALL).reminded(1).decided("ada", "approved"));
    work();
    targets.clear();
    sent.clear();

    pass(Duration.ofSeconds(10));
    work();
    pass(Duration.ofMillis(50));
    work();

    assertThat(sent).containsExactly("4 " + SRE, "5 " + SRE, "6 " + SRE);
    assertThat(came()).extracting(NotificationOutcome::status).containsOnly(Status.SENT);
    assertThat(waiting).hasValue(0);
  }

  @Test
  void theBreakerOpens_letsOneTry_andClosesWhenThatGetsThere() {
    targets.put(SRE, () -> new Outcome.Retry("down"));
    tell(Facts.created().opened(ONCALL));
    for (int i = 0; i < 5; i++) {
      work();
      pass(Duration.ofSeconds(40));
    }
    assertThat(breakers.open()).isEqualTo(1);
    targets.clear();
    sent.clear();
    tell(other(2).opened(ONCALL));
    assertThat(threads).as("the one that tries").hasSize(1);

    work();

    assertThat(sent).containsExactly("4 " + SRE, "4 " + SRE);
    assertThat(came()).extracting(NotificationOutcome::status).contains(Status.SENT);
    assertThat(breakers.open()).isZero();
  }

  @Test
  void whatIsGivenUpIsADeadLetterWithItsCause_andOnRecord() {
    targets.put(SRE, () -> new Outcome.Failed("no such address"));
    tell(Facts.created().opened(ONCALL));
    work();

    NotificationOutcome outcome = came().getFirst();
    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    TestRecord<byte[], byte[]> letter =
        driver
            .createOutputTopic(
                TOPICS.deadLetters().name(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())
            .readRecord();
    assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo(outcome.dedupeKey());
    assertThat(
            new String(letter.headers().lastHeader("assent.cause").value(), StandardCharsets.UTF_8))
        .isEqualTo("a message over fake to " + SRE + " did not get there, no such address");
    assertThat(new DeliveryCodec().decode(letter.value()).recipient()).hasToString(SRE);
  }

  @Test
  void itIsGivenUpAfterTheLastAttempt() {
    targets.put(SRE, () -> new Outcome.Retry("down"));
    tell(Facts.created().opened(ONCALL));
    for (int i = 0; i < RETRIES.attemptsMax(); i++) {
      work();
      pass(Duration.ofSeconds(80));
    }

    NotificationOutcome outcome = came().getFirst();
    assertThat(outcome.attempts()).isEqualTo(RETRIES.attemptsMax());
    assertThat(outcome.detail()).isEqualTo("given up: down");
    assertThat(waiting).hasValue(0);
  }

  @Test
  void rowsThatARestartFindsGoOut_andTheKeptOfIntentsIsNoRow() {
    targets.put(SRE, () -> new Outcome.Retry("down"));
    tell(Facts.created().opened(ONCALL));
    work();
    pass(Duration.ofMillis(50));
    targets.clear();
    sent.clear();
    threads.clear();
    KeyValueStore<Bytes, byte[]> left = driver.getKeyValueStore(NotifierTopology.CONTEXTS);
    MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    context.setCurrentSystemTimeMs(now.get().toEpochMilli());
    KeyValueStore<Bytes, byte[]> store = OutboxRows.copy(left, context);

    now.set(now.get().plusSeconds(10));
    Dispatcher restarted = dispatcher();
    restarted.init(context);
    OutboxRows.look(context);
    work();
    OutboxRows.look(context);

    assertThat(sent).containsExactly("4 " + SRE);
    assertThat(outcomes.decode(context.forwarded().getFirst().record().value()).attempts())
        .isEqualTo(2);
    assertThat(store.all()).toIterable().as("the context, and since when it tells").hasSize(2);
    restarted.close();
  }

  private static Facts other(int intent) {
    IntentId id = IntentId.root(intent, (long) intent << 16);
    return Facts.created(id, Facts.START, Facts.question(ONCALL));
  }

  private void tell(Facts facts) {
    facts
        .batches()
        .forEach(
            happened ->
                driver
                    .createInputTopic(
                        TOPICS.events().name(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())
                    .pipeInput(new byte[] {1}, events.encode(happened), happened.at()));
  }

  /// Lets the threads send, until they have nothing to do.
  private void work() {
    while (!threads.isEmpty()) {
      threads.removeFirst().run();
      pass(Duration.ofMillis(50));
    }
  }

  private void pass(Duration time) {
    now.set(now.get().plus(time));
    driver.advanceWallClockTime(
        time.compareTo(Duration.ofSeconds(1)) < 0 ? time : Duration.ofSeconds(1));
    driver.advanceWallClockTime(Duration.ofMillis(50));
  }

  private List<NotificationOutcome> came() {
    return driver
        .createOutputTopic(
            TOPICS.notifications().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readValuesToList()
        .stream()
        .map(outcomes::decode)
        .toList();
  }
}
