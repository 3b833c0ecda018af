package dev.assent.notifier.send.webhook;

import static dev.assent.notifier.plan.Facts.ONCALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Hash;
import dev.assent.contract.Json;
import dev.assent.contract.Principal;
import dev.assent.contract.WebhookEvent;
import dev.assent.contract.Workspace;
import dev.assent.door.KafkaWebhookLog;
import dev.assent.door.SecretBox;
import dev.assent.door.Subscription;
import dev.assent.notifier.channel.Outcome;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.post.Posting;
import dev.assent.notifier.send.MemoryCodec;
import dev.assent.notifier.send.Receivers;
import dev.assent.notifier.send.Retries;
import dev.assent.wire.DirectoryEntry;
import dev.assent.wire.DocumentJson;
import dev.assent.wire.NotificationOutcome;
import dev.assent.wire.NotificationOutcome.Status;
import dev.assent.wire.Topics;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole stream of the channel, without a broker and without a network.
class WebhookTopologyTest {
  private static final Topics TOPICS = new Topics("");
  private static final Workspace WORKSPACE = Facts.WORKSPACE;
  private static final String VALIDATOR = "agent://acme/prod/validator";
  private static final String URL = "https://ann.example/hook";
  private static final Retries RETRIES =
      new Retries(3, Duration.ofSeconds(10), Duration.ofHours(1));

  private final MemoryCodec<Happened> facts = new MemoryCodec<>();
  private final MemoryCodec<DirectoryEntry> directory = new MemoryCodec<>();
  private final MemoryCodec<WebhookEvent> events = new MemoryCodec<>();
  private final MemoryCodec<NotificationOutcome> outcomes = new MemoryCodec<>();
  private final Receivers receivers = new Receivers();
  private final SecretBox box = SecretBox.of("a key of at least thirty-two bytes");
  private final List<Posted> posted = new CopyOnWriteArrayList<>();
  private final AtomicInteger catchUps = new AtomicInteger();
  private final AtomicReference<Instant> now = new AtomicReference<>(Facts.START);
  private volatile Outcome answer = new Outcome.Sent();
  private Path state;
  private TopologyTestDriver driver;

  private record Posted(String url, String body, Optional<String> secret) {}

  @BeforeEach
  void start(@TempDir Path folder) {
    state = folder;
    driver = start();
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public java.time.ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }
    };
  }

  private TopologyTestDriver start() {
    Posting posting =
        (url, body, secret) -> {
          posted.add(
              new Posted(
                  url,
                  new String(body, StandardCharsets.UTF_8),
                  secret.map(bytes -> new String(bytes, StandardCharsets.UTF_8))));
          return answer;
        };
    Courier courier = new Courier(receivers, posting, Optional.of(box), clock(), Runnable::run);
    Matching matching = new Matching(events, receivers, catchUps::incrementAndGet);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test-webhook");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    return new TopologyTestDriver(
        WebhookTopology.build(
            TOPICS,
            new WebhookTopology.Parts(
                () -> new ThreadMatcher(facts, matching, "test", clock()),
                () -> new CatalogueMatcher(directory, matching),
                () ->
                    new Outbox(
                        events,
                        outcomes,
                        receivers,
                        catchUps::incrementAndGet,
                        courier,
                        RETRIES,
                        clock(),
                        "test",
                        _ -> {}))),
        properties,
        Facts.START);
  }

  private static Subscription subscription(String owner, WebhookEvent.Type... types) {
    return new Subscription(
        Subscription.id(WORKSPACE, owner, URL),
        owner,
        URL,
        List.of(types).stream().map(WebhookEvent.Type::wireName).toList(),
        Optional.empty(),
        true,
        Optional.empty(),
        Facts.START,
        Facts.START,
        Facts.START,
        Optional.empty());
  }

  private Subscription subscribe(String owner, WebhookEvent.Type... types) {
    Subscription made = subscription(owner, types);
    put(made);
    return made;
  }

  private void put(Subscription subscription) {
    DirectoryEntry.Document document =
        new DirectoryEntry.Document(
            Subscription.COLLECTION,
            WORKSPACE,
            subscription.id(),
            DocumentJson.write(subscription),
            Set.of(),
            Facts.START);
    receivers.changed(document.key(), Optional.of(document));
  }

  private TestInputTopic<byte[], byte[]> input(Topics.Topic topic) {
    return driver.createInputTopic(
        topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void tell(Facts told) {
    told.batches()
        .forEach(
            happened ->
                input(TOPICS.events())
                    .pipeInput(new byte[] {1}, facts.encode(happened), happened.at()));
  }

  private void tell(DirectoryEntry entry) {
    input(TOPICS.directory())
        .pipeInput(
            entry.key().getBytes(StandardCharsets.UTF_8), directory.encode(entry), Facts.START);
  }

  private void tell(WebhookEvent event) {
    input(TOPICS.webhooks())
        .pipeInput(KafkaWebhookLog.key(event.id()), events.encode(event), event.toldFrom());
  }

  private static WebhookEvent event(String word) {
    return WebhookEvent.of(
        WORKSPACE,
        VALIDATOR,
        WebhookEvent.Type.THREAD_CREATED,
        Facts.START,
        word,
        new Json("{\"word\":\"" + word + "\"}"));
  }

  private List<TestRecord<byte[], byte[]>> read(Topics.Topic topic) {
    return driver
        .createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private List<WebhookEvent> matched() {
    return read(TOPICS.webhooks()).stream().map(r -> events.decode(r.value())).toList();
  }

  /// The stream looks for news of its deliveries; what came of some in the end.
  private List<NotificationOutcome> tick() {
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    return read(TOPICS.notifications()).stream()
        .map(record -> outcomes.decode(record.value()))
        .toList();
  }

  private List<NotificationOutcome> tickAt(Duration sinceStart) {
    now.set(Facts.START.plus(sinceStart));
    return Stream.of(tick(), tick()).flatMap(List::stream).toList(); // sent, then news of it
  }

  @Test
  void aRoundBecomesEventsAndDeliveries() {
    Subscription ann =
        subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED, WebhookEvent.Type.THREAD_UPDATED);

    tell(
        Facts.created()
            .opened(ONCALL)
            .decided("ada", "approved", new Event.IntentCompleted(Json.EMPTY)));

    List<NotificationOutcome> came = tick();
    assertThat(came)
        .allSatisfy(
            one -> {
              assertThat(one.status()).isEqualTo(Status.SENT);
              assertThat(one.channel()).isEqualTo("webhook");
              assertThat(one.recipient()).isEqualTo(ann.id());
              assertThat(one.intent()).contains(Facts.INTENT);
            });
    assertThat(came).extracting(NotificationOutcome::seq).containsExactlyInAnyOrder(1, 4, 5, 6);
    assertThat(posted).extracting(Posted::url).containsOnly(URL).hasSize(4);
    assertThat(driver.getKeyValueStore(Names.DELIVERIES).all()).toIterable().isEmpty();
    assertThat(driver.getKeyValueStore(Names.THREADS).all()).toIterable().isEmpty();
  }

  @Test
  void nothingIsWrittenThatNobodySubscribedTo() {
    subscribe(VALIDATOR, WebhookEvent.Type.REPLY_RECEIVED);
    subscribe("somebody-else", WebhookEvent.Type.THREAD_CREATED);

    tell(Facts.created().opened(ONCALL));

    assertThat(matched()).isEmpty();
    assertThat(posted).isEmpty();
  }

  @Test
  void anEventsRecordHasItsIdAsKeyAndItsTime() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);

    tell(Facts.created());

    TestRecord<byte[], byte[]> record = read(TOPICS.webhooks()).getFirst();
    WebhookEvent event = events.decode(record.value());
    assertThat(record.key()).isEqualTo(KafkaWebhookLog.key(event.id()));
    assertThat(record.getRecordTime()).isEqualTo(Facts.START);
    assertThat(WebhookEvent.timeOf(event.id())).contains(Facts.START);
  }

  @Test
  void whatHappenedBeforeASubscriptionIsNotTold() {
    Facts old =
        Facts.created(Facts.INTENT, Facts.START.minus(Duration.ofDays(1)), Facts.question(ONCALL));
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED, WebhookEvent.Type.THREAD_UPDATED);

    tell(old);

    assertThat(matched()).isEmpty();
  }

  @Test
  void anAcceptedInviteAndARevokedSessionAreEvents() {
    subscribe("inviter", WebhookEvent.Type.INVITE_ACCEPTED);
    subscribe("ada@acme.example", WebhookEvent.Type.SESSION_REVOKED);

    tell(invite(""));
    tell(invite(",\"acceptedAt\":\"2026-03-01T10:00:01Z\",\"userId\":\"u-1\""));
    tell(session(Optional.empty(), DirectoryEntry.Key.SESSION));
    tell(session(Optional.of(Facts.START), "a key of a program"));
    tell(session(Optional.of(Facts.START), DirectoryEntry.Key.SESSION));
    tell(session(Optional.of(Facts.START), DirectoryEntry.Key.SESSION));

    List<NotificationOutcome> came = tick();
    assertThat(came).allMatch(one -> one.intent().isEmpty() && one.seq() == 0);
    assertThat(posted)
        .extracting(Posted::body)
        .anyMatch(
            body ->
                body.contains("\"event_type\":\"invite.accepted\"")
                    && body.contains("\"user_id\":\"u-1\""))
        .anyMatch(
            body ->
                body.contains("\"event_type\":\"auth.session_revoked\"")
                    && body.contains("\"session_id\":\"ak_1\""));
    assertThat(matched())
        .as("a row that is written again is the same event")
        .extracting(WebhookEvent::id)
        .hasSize(3)
        .satisfies(ids -> assertThat(Set.copyOf(ids)).hasSize(2));
  }

  private static DirectoryEntry invite(String more) {
    return new DirectoryEntry.Document(
        "invites",
        WORKSPACE,
        "hash-of-a-token",
        new Json("{\"ownerAgent\":\"inviter\",\"recipientHint\":\"x\"" + more + "}"),
        Set.of(),
        Facts.START);
  }

  private static DirectoryEntry session(Optional<Instant> revokedAt, String label) {
    return new DirectoryEntry.Key(
        "ak_1",
        Hash.of("x"),
        WORKSPACE,
        Principal.Kind.PERSON,
        "ada@acme.example",
        Set.of(),
        Set.of(),
        "abcd",
        Facts.START,
        revokedAt,
        label,
        Optional.empty());
  }

  @Test
  void aDeliveryIsSignedWithItsSubscriptionsSecret() {
    Subscription ann = subscription(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    put(withSecret(ann, box));

    tell(event("x"));

    tick();
    assertThat(posted.getFirst().secret()).contains("a secret of ann's");
  }

  private static Subscription withSecret(Subscription plain, SecretBox under) {
    return new Subscription(
        plain.id(),
        plain.ownerAgent(),
        plain.callbackUrl(),
        plain.eventTypes(),
        Optional.of(under.seal("a secret of ann's", Subscription.row(WORKSPACE, plain.id()))),
        true,
        Optional.empty(),
        plain.since(),
        plain.createdAt(),
        plain.updatedAt(),
        Optional.empty());
  }

  @Test
  void aSecretThatCannotBeReadIsNeverReplacedByNoSignature() {
    SecretBox lost = SecretBox.of("another key of thirty-two bytes or more");
    put(withSecret(subscription(VALIDATOR, WebhookEvent.Type.THREAD_CREATED), lost));

    tell(event("x"));
    assertThat(tickAt(Duration.ofDays(1))).isEmpty();
    assertThat(tickAt(Duration.ofDays(2))).isEmpty();

    assertThat(tickAt(Duration.ofDays(3)).getFirst().detail()).contains("ASSENT_WEBHOOKS_KEY");
    assertThat(posted).isEmpty();
  }

  @Test
  void aFailedDeliveryIsTriedAgainWithGrowingPauses() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    answer = new Outcome.Retry("the receiver answered 503");
    tell(event("x"));
    assertThat(tickAt(Duration.ZERO)).isEmpty();
    assertThat(tickAt(Duration.ofMillis(9_999))).isEmpty();
    assertThat(posted).hasSize(1);

    assertThat(tickAt(Duration.ofSeconds(10))).isEmpty();
    assertThat(posted).hasSize(2);
    answer = new Outcome.Sent();
    assertThat(tickAt(Duration.ofMillis(29_999))).isEmpty();
    assertThat(posted).hasSize(2);

    NotificationOutcome came = tickAt(Duration.ofSeconds(30)).getFirst();
    assertThat(came.status()).isEqualTo(Status.SENT);
    assertThat(came.attempts()).isEqualTo(3);
    assertThat(posted)
        .extracting(post -> post.body().replaceAll(".*\"event_id\":\"([^\"]+)\".*", "$1"))
        .containsExactly(
            event("x").id().toString(), event("x").id().toString(), event("x").id().toString());
  }

  @Test
  void itIsGivenUpAfterTheLastAttempt_withAnOutcomeThatSaysWhy() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    answer = new Outcome.Retry("the receiver answered 500");
    tell(event("x"));
    assertThat(tickAt(Duration.ofHours(2))).isEmpty();
    assertThat(tickAt(Duration.ofHours(4))).isEmpty();

    NotificationOutcome came = tickAt(Duration.ofHours(6)).getFirst();
    assertThat(came.status()).isEqualTo(Status.FAILED);
    assertThat(came.attempts()).isEqualTo(3);
    assertThat(came.detail()).isEqualTo("given up: the receiver answered 500");
    assertThat(driver.getKeyValueStore(Names.DELIVERIES).all()).toIterable().isEmpty();
  }

  @Test
  void aChannelThatHasNothingToDoIsNotWoken() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    tell(event("x"));
    assertThat(tick()).hasSize(1);

    answer = new Outcome.Retry("nobody asks");
    assertThat(tickAt(Duration.ofDays(1))).isEmpty();
    assertThat(posted).hasSize(1);
  }

  @Test
  void aDeadReceiverHoldsUpNobody() {
    Subscription ann = subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    Subscription bob =
        new Subscription(
            new UUID(9, 9).toString(),
            VALIDATOR,
            "https://bob.example/hook",
            ann.eventTypes(),
            Optional.empty(),
            true,
            Optional.empty(),
            ann.since(),
            ann.createdAt(),
            ann.updatedAt(),
            Optional.empty());
    put(bob);
    answer = new Outcome.Retry("down");
    tell(event("first"));
    assertThat(tick()).isEmpty();

    answer = new Outcome.Sent();
    tell(event("second"));

    assertThat(tick())
        .extracting(NotificationOutcome::recipient)
        .containsExactlyInAnyOrder(ann.id(), bob.id());
  }

  @Test
  void aSubscriptionThatEndedMeanwhileGetsNothing() {
    Subscription ann = subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    answer = new Outcome.Retry("down");
    tell(event("x"));
    assertThat(tick()).isEmpty();

    put(ann.revoked(now.get()));

    assertThat(tickAt(Duration.ofSeconds(10)).getFirst().detail())
        .isEqualTo("the subscription has ended, or is switched off");
    assertThat(posted).hasSize(1);
  }

  @Test
  void anEventsRecordThatComesAgainWhileItIsOnItsWayIsDeliveredOnce() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    answer = new Outcome.Retry("down");
    tell(event("x"));
    tell(event("x"));
    assertThat(tick()).isEmpty();

    assertThat(posted).hasSize(1);
  }

  @Test
  void aReplayIsDeliveredAgainUnderTheSameId() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    tell(event("x"));
    tick();

    tell(event("x").replayed(Facts.START.plusSeconds(5)));

    NotificationOutcome came = tick().getFirst();
    assertThat(came.dedupeKey()).endsWith("/" + Facts.START.plusSeconds(5).toEpochMilli());
    assertThat(posted).hasSize(2);
    assertThat(posted.getLast().body())
        .contains(event("x").id().toString())
        .contains("\"replayed_at\":\"2026-03-01T10:00:05Z\"");
  }

  @Test
  void anEventFromBeforeASubscriptionIsToldToItWhenItIsReplayedAfter() {
    WebhookEvent old =
        WebhookEvent.of(
            WORKSPACE,
            VALIDATOR,
            WebhookEvent.Type.THREAD_CREATED,
            Facts.START.minus(Duration.ofDays(1)),
            "old",
            Json.EMPTY);
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);

    tell(old);
    tick();
    assertThat(posted).isEmpty();

    tell(old.replayed(Facts.START.plusSeconds(1)));
    tick();
    assertThat(posted).hasSize(1);
  }

  @Test
  void recordsThatCannotBeReadAreDeadLetters() {
    input(TOPICS.events()).pipeInput(new byte[] {1}, new byte[] {9});
    input(TOPICS.webhooks()).pipeInput(new byte[] {1}, new byte[] {8});
    input(TOPICS.directory()).pipeInput(new byte[] {1}, new byte[] {7});

    assertThat(read(TOPICS.deadLetters()))
        .extracting(letter -> letter.value()[0])
        .containsExactly((byte) 9, (byte) 8);
  }

  @Test
  void theDirectoryIsReadToItsEndOnlyWhereThereIsSomethingToMatch() {
    tell(Facts.created());
    int created = catchUps.get();
    input(TOPICS.events())
        .pipeInput(
            new byte[] {1},
            facts.encode(
                Facts.created()
                    .then(new Event.StepAcknowledged(Facts.AGENT, 1))
                    .batches()
                    .getLast()),
            Facts.START);

    assertThat(created).isEqualTo(1);
    assertThat(catchUps).hasValue(1);
  }
}
