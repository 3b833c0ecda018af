package dev.assent.notifier.stream.webhook;

import dev.assent.contract.Happened;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Json;
import dev.assent.notifier.channel.WebhookChannel;
import dev.assent.notifier.outbox.Breakers;
import dev.assent.notifier.outbox.Courier;
import dev.assent.notifier.outbox.Outbox;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.post.Posting;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.notifier.stream.MemoryCodec;
import dev.assent.platform.keys.SecretBox;
import dev.assent.platform.webhooks.KafkaWebhookLog;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
import org.junit.jupiter.api.io.TempDir;

/// The whole stream of the webhook channel, without a broker and without a network, for the tests
/// of this package.
abstract class WebhookStream {
  static final Topics TOPICS = new Topics("");
  static final Workspace WORKSPACE = Facts.WORKSPACE;
  static final String VALIDATOR = "agent://acme/prod/validator";
  static final String URL = "https://ann.example/hook";
  private static final Retries RETRIES =
      new Retries(3, Duration.ofSeconds(10), Duration.ofHours(1));

  final MemoryCodec<Happened> facts = new MemoryCodec<>();
  private final MemoryCodec<DirectoryEntry> directory = new MemoryCodec<>();
  final MemoryCodec<WebhookEvent> events = new MemoryCodec<>();
  private final MemoryCodec<NotificationOutcome> outcomes = new MemoryCodec<>();
  private final Receivers receivers = new Receivers();
  final SecretBox box = SecretBox.of("a key of at least thirty-two bytes");
  final List<Posted> posted = new CopyOnWriteArrayList<>();
  final AtomicInteger catchUps = new AtomicInteger();
  final AtomicReference<Instant> now = new AtomicReference<>(Facts.START);
  volatile Outcome answer = new Outcome.Sent();
  TopologyTestDriver driver;

  record Posted(String url, String body, Optional<String> secret) {}

  @BeforeEach
  void start(@TempDir Path folder) {
    driver = driver(folder);
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
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private TopologyTestDriver driver(Path state) {
    Posting posting =
        (url, body, secret) -> {
          posted.add(
              new Posted(
                  url,
                  new String(body, StandardCharsets.UTF_8),
                  secret.map(bytes -> new String(bytes, StandardCharsets.UTF_8))));
          return answer;
        };
    WebhookChannel channel = new WebhookChannel(receivers, posting, Optional.of(box), clock());
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
                    new Deliverer(
                        events,
                        receivers,
                        catchUps::incrementAndGet,
                        new Outbox.Shared<>(
                            new WebhookTrade(events, channel, clock()),
                            outcomes,
                            new Courier(Runnable::run, Duration.ofSeconds(15), clock()),
                            new Breakers(RETRIES),
                            RETRIES,
                            clock(),
                            "test",
                            new AtomicLong(),
                            _ -> {})))),
        properties,
        Facts.START);
  }

  static Subscription subscription(String owner, WebhookEvent.Type... types) {
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

  Subscription subscribe(String owner, WebhookEvent.Type... types) {
    Subscription made = subscription(owner, types);
    put(made);
    return made;
  }

  void put(Subscription subscription) {
    put(subscription, receivers);
  }

  /// As the directory tells of it.
  static void put(Subscription subscription, Receivers receivers) {
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

  TestInputTopic<byte[], byte[]> input(Topics.Topic topic) {
    return driver.createInputTopic(
        topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  void tell(Facts told) {
    told.batches()
        .forEach(
            happened ->
                input(TOPICS.events())
                    .pipeInput(new byte[] {1}, facts.encode(happened), happened.at()));
  }

  void tell(DirectoryEntry entry) {
    input(TOPICS.directory())
        .pipeInput(
            entry.key().getBytes(StandardCharsets.UTF_8), directory.encode(entry), Facts.START);
  }

  void tell(WebhookEvent event) {
    input(TOPICS.webhooks())
        .pipeInput(KafkaWebhookLog.key(event.id()), events.encode(event), event.toldFrom());
  }

  static WebhookEvent event(String word) {
    return WebhookEvent.of(
        WORKSPACE,
        VALIDATOR,
        WebhookEvent.Type.THREAD_CREATED,
        Facts.START,
        word,
        new Json("{\"word\":\"" + word + "\"}"));
  }

  List<TestRecord<byte[], byte[]>> read(Topics.Topic topic) {
    return driver
        .createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  List<WebhookEvent> matched() {
    return read(TOPICS.webhooks()).stream().map(r -> events.decode(r.value())).toList();
  }

  /// The stream looks for news of its deliveries; what came of some in the end.
  List<NotificationOutcome> tick() {
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    return read(TOPICS.notifications()).stream()
        .map(record -> outcomes.decode(record.value()))
        .toList();
  }

  List<NotificationOutcome> tickAt(Duration sinceStart) {
    now.set(Facts.START.plus(sinceStart));
    return Stream.of(tick(), tick()).flatMap(List::stream).toList(); // sent, then news of it
  }
}
