package dev.assent.notifier;

import static dev.assent.notifier.plan.Facts.ONCALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Json;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.post.Receiver;
import dev.assent.notifier.post.Signature;
import dev.assent.platform.deadletters.DeadLetterBox;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.keys.SecretBox;
import dev.assent.platform.webhooks.KafkaWebhookLog;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.testing.fuzz.Malformed;
import dev.assent.wire.AvroWire;
import dev.assent.wire.TestBroker;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import dev.assent.wire.registry.TopicSetup;
import dev.assent.wire.submissions.PublicRequest;
import dev.assent.wire.topic.Topics;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole service against a real broker and a real receiver: what is posted to programs.
class PostsBrokerTest {
  private static final Duration WITHIN = Duration.ofSeconds(90);
  private static final String KEY = "a key of at least thirty-two bytes";
  private static final String SECRET = "a secret of the receiver's";
  private static final AgentAddress AGENT = new AgentAddress("acme", "prod", "pushed");

  @TempDir Path folder;
  private Connection connection;
  private Wire wire;
  private KafkaDirectory directory;
  private Receiver receiver;
  private final List<EmbeddedServer> servers = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    connection = TestBroker.freshTopics();
    wire = AvroWire.connect(connection);
    directory = KafkaDirectory.start(connection, wire);
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    servers.forEach(EmbeddedServer::stop);
    receiver.close();
    directory.close();
  }

  private EmbeddedServer notifier(String state) {
    Map<String, Object> settings = TestBroker.settings(connection, folder.resolve(state));
    settings.put("assent.webhooks.key", KEY);
    settings.put("assent.notifier.webhooks.allow-private-addresses", true);
    settings.put("assent.notifier.webhooks.backoff", "100ms");
    settings.put("assent.notifier.webhooks.backoff-max", "200ms");
    settings.put("assent.notifier.webhooks.attempts", 1_000);
    EmbeddedServer server =
        NotifierApplication.start(
            settings,
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    servers.add(server);
    return server;
  }

  private void put(DirectoryEntry entry) {
    directory.put(entry).orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Subscription subscribe() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String id = Subscription.id(Facts.WORKSPACE, "validator", receiver.url());
    Subscription made =
        new Subscription(
            id,
            "validator",
            receiver.url(),
            List.of("inbox.thread_created", "inbox.thread_updated"),
            Optional.of(SecretBox.of(KEY).seal(SECRET, Subscription.row(Facts.WORKSPACE, id))),
            true,
            Optional.empty(),
            now,
            now,
            now,
            Optional.empty());
    put(
        new DirectoryEntry.Document(
            Subscription.COLLECTION, Facts.WORKSPACE, id, DocumentJson.write(made), Set.of(), now));
    return made;
  }

  private static Facts round(int number, Duration ago) {
    Instant now = Instant.now().minus(ago).truncatedTo(ChronoUnit.MICROS);
    return Facts.created(IntentId.root(number, (long) number << 16), now, Facts.question(ONCALL))
        .opened(ONCALL)
        .decided("ada", "approved", new Event.IntentCompleted(Json.EMPTY, Optional.empty()));
  }

  private void tell(Facts facts) throws Exception {
    for (Happened happened : facts.batches()) {
      produce(
          connection.topics().events(),
          happened.intent().toString(),
          wire.events().encode(happened));
    }
  }

  private void produce(Topics.Topic topic, String key, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
      producer
          .send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.US_ASCII), value))
          .get();
    }
  }

  private List<Receiver.Got> awaitGot(int count) {
    Awaitility.await().atMost(WITHIN).until(() -> receiver.got().size() >= count);
    return receiver.got();
  }

  private static void isSigned(Receiver.Got got) {
    assertThat(got.signature())
        .contains(
            Signature.of(
                got.body().getBytes(StandardCharsets.UTF_8),
                SECRET.getBytes(StandardCharsets.UTF_8)));
  }

  /// What a topic has, once it is enough.
  private <T> List<T> await(Topics.Topic topic, Function<byte[], T> decode, int count) {
    List<T> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.clientProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Awaitility.await()
          .atMost(WITHIN)
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(row -> all.add(decode.apply(row.value())));
                return all.size() >= count;
              });
    }
    return all;
  }

  private List<NotificationOutcome> awaitOutcomes(String channel, int count) {
    List<NotificationOutcome> all = new ArrayList<>();
    Awaitility.await()
        .atMost(WITHIN)
        .until(
            () -> {
              all.clear();
              await(connection.topics().notifications(), wire.notifications()::decode, 1).stream()
                  .filter(outcome -> outcome.channel().equals(channel))
                  .forEach(all::add);
              return all.size() >= count;
            });
    return all;
  }

  @Test
  void nothingIsReadOrWrittenBeforeThereIsASubscription() throws Exception {
    notifier("a");
    tell(round(1, Duration.ofMinutes(10)));
    // The console channel has told it, so the service runs.
    await(connection.topics().notifications(), wire.notifications()::decode, 1);
    try (Admin admin = Admin.create(connection.clientProperties())) {
      assertThat(admin.listGroups().all().get())
          .extracting(GroupListing::groupId)
          .filteredOn(group -> group.startsWith(connection.topicPrefix()))
          .containsExactly(connection.topicPrefix() + "assent-notifier-console");
      assertThat(admin.listTopics().names().get())
          .noneMatch(
              topic -> topic.startsWith(connection.topicPrefix() + "assent-notifier-webhook"));
    }

    Subscription made = subscribe();
    tell(round(2, Duration.ZERO));

    awaitGot(4).forEach(PostsBrokerTest::isSigned);
    assertThat(receiver.got())
        .allMatch(got -> got.body().contains(IntentId.root(2, 2L << 16).toString()));
    assertThat(awaitOutcomes("webhook", 4))
        .allMatch(outcome -> outcome.status() == Status.SENT)
        .allMatch(outcome -> outcome.recipient().equals(made.id()));
  }

  @Test
  void aReceiverThatIsDownGetsAllOfItOnceItIsBack_thoughTheServiceAndItsDiskAreGoneMeanwhile()
      throws Exception {
    receiver.answers(503);
    subscribe();
    EmbeddedServer first = notifier("first");
    tell(round(3, Duration.ZERO));
    awaitGot(5); // the fifth is the second of one of them: that the first failed is written down
    first.stop();

    notifier("second");
    receiver.answers(200);

    List<NotificationOutcome> outcomes = awaitOutcomes("webhook", 4);
    assertThat(outcomes).hasSize(4).allMatch(outcome -> outcome.status() == Status.SENT);
    assertThat(outcomes).anyMatch(outcome -> outcome.attempts() > 1);
    assertThat(outcomes).extracting(NotificationOutcome::dedupeKey).doesNotHaveDuplicates();
  }

  @Test
  void whatWasPostedWhileNobodyRanIsDelivered_andReplayedOnRequest() throws Exception {
    subscribe();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    WebhookEvent event =
        WebhookEvent.of(
            Facts.WORKSPACE,
            "agent://acme/prod/validator",
            WebhookEvent.Type.THREAD_CREATED,
            now,
            "posted",
            Json.EMPTY);
    try (KafkaWebhookLog log = new KafkaWebhookLog(connection, wire)) {
      log.append(event).orTimeout(30, TimeUnit.SECONDS).join();
      notifier("a");
      awaitGot(1);
      log.append(event.replayed(now.plusSeconds(1))).orTimeout(30, TimeUnit.SECONDS).join();
    }

    assertThat(awaitGot(2))
        .allMatch(got -> got.body().contains(event.id().toString()))
        .last()
        .matches(got -> got.body().contains("replayed_at"));
  }

  private void register(Instant since) {
    register(since, receiver.url());
  }

  private void register(Instant since, String url) {
    DirectoryEntry.Agent plain =
        new DirectoryEntry.Agent(
            "sa_1",
            AGENT.name(),
            AGENT,
            Facts.WORKSPACE,
            AGENT.name(),
            DirectoryEntry.Agent.HTTP,
            since,
            true,
            "admin",
            Optional.empty());
    put(
        plain.with(
            plain.displayName(),
            plain.deliveryMode(),
            true,
            Optional.of(
                new DirectoryEntry.Agent.Callback(
                    url, Optional.of(SecretBox.of(KEY).seal(SECRET, plain.key())), since))));
  }

  private Delivery deliver(int attempt, boolean last, Instant at) throws Exception {
    Delivery delivery =
        new Delivery(
            Facts.INTENT.step(attempt),
            Facts.INTENT,
            Facts.WORKSPACE,
            Facts.AGENT,
            AGENT,
            "intent.x.v1",
            "corr-1",
            "deploy-pipeline",
            new Json("{\"a\":1}"),
            attempt,
            at,
            Optional.empty(),
            "the token of attempt " + attempt,
            last);
    produce(
        connection.topics().agent(AGENT),
        Facts.INTENT.toString(),
        wire.deliveries().encode(delivery));
    return delivery;
  }

  private List<PublicRequest.Report> awaitReports(int count) {
    return await(connection.topics().reports(), wire.reports()::decode, count);
  }

  @Test
  void anAgentInTheModeHttpIsPostedTo_andItsAnswerIsReported() throws Exception {
    TopicSetup.ensureAgentTopic(connection, AGENT);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    deliver(9, true, now.minus(Duration.ofDays(1))); // before it was in that mode
    register(now);
    EmbeddedServer first = notifier("a");

    Delivery taken = deliver(1, false, now);
    Receiver.Got got = awaitGot(1).getFirst();
    isSigned(got);
    assertThat(got.body()).contains("\"intent_id\":\"" + taken.stepIntent() + "\"");
    PublicRequest.Report acknowledged = awaitReports(1).getFirst();
    assertThat(acknowledged.kind()).isEqualTo("ACKNOWLEDGE");
    assertThat(acknowledged.stepIntent()).isEqualTo(taken.stepIntent().toString());
    assertThat(acknowledged.agent()).isEqualTo(AGENT.toString());
    assertThat(acknowledged.token()).isEqualTo("the token of attempt 1");

    receiver.answers(500);
    deliver(2, false, now);
    awaitGot(2);
    first.stop();
    deliver(3, true, now);
    notifier("b");

    PublicRequest.Report failed = awaitReports(2).getLast();
    assertThat(failed.kind()).isEqualTo("FAIL");
    assertThat(failed.attempt()).isEqualTo(3);
    assertThat(failed.reason()).isEqualTo("delivery 3 was the last: the receiver answered 500");
    assertThat(failed.body()).contains("\"code\":\"delivery_failed\"");
    assertThat(awaitOutcomes("http", 3))
        .extracting(NotificationOutcome::status)
        .containsExactlyInAnyOrder(Status.SENT, Status.FAILED, Status.FAILED);
  }

  @Test
  void aDeliveryThatBreaksOurCodeIsADeadLetter_andTheLastOneFailsItsStep() throws Exception {
    TopicSetup.ensureAgentTopic(connection, AGENT);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    register(now, "http://127.0.0.1/not a url?secret");
    notifier("a");
    deliver(1, false, now);
    deliver(2, true, now);

    PublicRequest.Report failed = awaitReports(1).getFirst();
    assertThat(failed.kind()).isEqualTo("FAIL");
    assertThat(failed.attempt()).isEqualTo(2);
    assertThat(failed.reason())
        .isEqualTo(
            "delivery 2 was the last: posting it failed with IllegalArgumentException; it is in"
                + " the dead letters");
    assertThat(new DeadLetterBox(connection, Clock.systemUTC()).list())
        .hasSize(2)
        .allMatch(letter -> letter.component().endsWith("assent-notifier-http"))
        .noneMatch(letter -> letter.cause().contains("secret"));
    assertThat(awaitOutcomes("http", 2)).allMatch(outcome -> outcome.status() == Status.FAILED);
  }

  @Test
  void whatCannotBeReadOnAnAgentsTopicIsADeadLetter_andTheNextIsPosted() throws Exception {
    TopicSetup.ensureAgentTopic(connection, AGENT);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    register(now);
    String topic = connection.topics().agent(AGENT).name();
    int thrown;
    try (KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
      thrown = Malformed.throwInto(producer, List.of(topic)).getOrDefault(topic, 0);
    }
    notifier("a");

    Delivery delivery = deliver(1, false, now);

    assertThat(awaitGot(1))
        .singleElement()
        .matches(got -> got.body().contains(delivery.stepIntent().toString()));
    Awaitility.await()
        .atMost(WITHIN)
        .untilAsserted(
            () ->
                assertThat(new DeadLetterBox(connection, Clock.systemUTC()).list())
                    .filteredOn(letter -> letter.origin().topic().equals(topic))
                    .hasSize(thrown)
                    .isNotEmpty());
  }

  @Test
  void anAgentThatDoesNotAnswerHoldsUpNobody() throws Exception {
    AgentAddress other = new AgentAddress("acme", "prod", "stuck");
    TopicSetup.ensureAgentTopic(connection, AGENT);
    TopicSetup.ensureAgentTopic(connection, other);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    register(now);
    try (Receiver stuck = new Receiver()) {
      stuck.answers(_ -> new Semaphore(0).acquireUninterruptibly());
      DirectoryEntry.Agent agent =
          new DirectoryEntry.Agent(
              "sa_2",
              other.name(),
              other,
              Facts.WORKSPACE,
              other.name(),
              DirectoryEntry.Agent.HTTP,
              now,
              true,
              "admin",
              Optional.of(new DirectoryEntry.Agent.Callback(stuck.url(), Optional.empty(), now)));
      put(agent);
      notifier("a");
      Delivery delivery = deliver(1, false, now);
      produce(
          connection.topics().agent(other),
          Facts.INTENT.toString(),
          wire.deliveries()
              .encode(
                  new Delivery(
                      delivery.stepIntent(),
                      delivery.intent(),
                      delivery.workspace(),
                      delivery.step(),
                      other,
                      delivery.intentType(),
                      delivery.correlationId(),
                      delivery.from(),
                      delivery.payload(),
                      1,
                      now,
                      Optional.empty(),
                      "t",
                      false)));
      Awaitility.await().atMost(WITHIN).until(() -> !stuck.got().isEmpty());

      deliver(2, false, now);

      awaitGot(2);
      assertThat(awaitReports(2)).allMatch(report -> report.agent().equals(AGENT.toString()));
    }
  }
}
