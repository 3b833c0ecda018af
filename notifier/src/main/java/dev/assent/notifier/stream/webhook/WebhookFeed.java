package dev.assent.notifier.stream.webhook;

import dev.assent.notifier.channel.WebhookChannel;
import dev.assent.notifier.outbox.Breakers;
import dev.assent.notifier.outbox.Courier;
import dev.assent.notifier.outbox.Outbox;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.post.Posting;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.notifier.stream.Feed;
import dev.assent.notifier.stream.NotifierTopology;
import dev.assent.notifier.stream.StreamFeed;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.keys.SecretBox;
import dev.assent.platform.streams.RocksMemory;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The webhook channel, in the consumer group `assent-notifier-webhook`. It begins with the first
/// subscription: where nobody subscribed, nothing is read and nothing is written.
public final class WebhookFeed implements Feed {
  static final String NAME = "webhook";

  private static final Logger LOGGER = LoggerFactory.getLogger(WebhookFeed.class);
  private static final Duration TRY_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /// The stream looks for news of deliveries as often as it asks for records.
  private static final int POLL_MILLIS = 25;

  /// The poster ends its own attempts; this is for what it did not think of.
  private static final Duration BEYOND_THE_POSTER = Duration.ofSeconds(5);

  private final Connection connection;
  private final Wire wire;
  private final KafkaDirectory directory;
  private final Receivers receivers;
  private final Settings settings;
  private final Consumer<NotificationOutcome> told;
  private final FreshDirectory fresh;
  private final WebhookChannel channel;
  private final Courier courier;
  private final Breakers breakers;
  private final AtomicLong waiting = new AtomicLong();

  /// Platform threads: looking a name up holds on to the carrier of a virtual one.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().name("assent-webhook-", 0).daemon().factory());

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread starter =
      Thread.ofPlatform().name("assent-webhook-start").daemon().unstarted(this::run);
  private volatile @Nullable StreamFeed stream;

  /// How deliveries are tried.
  ///
  /// @param timeout of one attempt
  /// @param secrets opens what deliveries are signed with; empty where no key is set
  public record Settings(Retries retries, Duration timeout, Optional<SecretBox> secrets) {}

  /// @param directory which tells the receivers of its changes
  /// @param told hears of every outcome, on the stream's thread
  public WebhookFeed(
      Connection connection,
      Wire wire,
      KafkaDirectory directory,
      Receivers receivers,
      Posting posting,
      Settings settings,
      Consumer<NotificationOutcome> told) {
    this.connection = connection;
    this.wire = wire;
    this.directory = directory;
    this.receivers = receivers;
    this.settings = settings;
    this.told = told;
    this.fresh = new FreshDirectory(directory);
    this.channel = new WebhookChannel(receivers, posting, settings.secrets(), Clock.systemUTC());
    this.courier =
        new Courier(threads, settings.timeout().plus(BEYOND_THE_POSTER), Clock.systemUTC());
    this.breakers = new Breakers(settings.retries());
  }

  public void start() {
    starter.start();
    look();
  }

  /// The receivers have changed.
  public void look() {
    if (receivers.anySubscription()) {
      wanted.countDown();
    }
  }

  private void run() {
    try {
      wanted.await();
      while (!directory.ready()) {
        if (closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      while (closed.getCount() > 0 && stream == null) {
        startStream();
        if (stream == null) {
          var _ = closed.await(TRY_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void startStream() {
    String group = NotifierTopology.group(connection, NAME);
    try {
      stream =
          StreamFeed.start(
              connection,
              NAME,
              topology(group),
              NotifierTopology.config(
                  connection,
                  group,
                  Map.of(
                      StreamsConfig.POLL_MS_CONFIG,
                      POLL_MILLIS,
                      StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                      RocksMemory.class,
                      StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                      List.of(PolledBatches.class.getName()))));
      LOGGER.info("There are subscriptions: the webhook channel begins");
    } catch (RuntimeException e) {
      LOGGER.atWarn().setCause(e).log("The webhook channel does not start yet; trying again");
    }
  }

  private Topology topology(String group) {
    Clock clock = Clock.systemUTC();
    Matching matching = new Matching(wire.webhooks(), receivers, fresh);
    return WebhookTopology.build(
        connection.topics(),
        new WebhookTopology.Parts(
            () -> new ThreadMatcher(wire.events(), matching, group, clock),
            () -> new CatalogueMatcher(wire.directory(), matching),
            () -> new Deliverer(wire.webhooks(), receivers, fresh, shared(group, clock))));
  }

  private Outbox.Shared<WebhookTrade.Delivery> shared(String group, Clock clock) {
    return new Outbox.Shared<>(
        new WebhookTrade(wire.webhooks(), channel, clock),
        wire.notifications(),
        courier,
        breakers,
        settings.retries(),
        clock,
        group,
        waiting,
        told);
  }

  @Override
  public String name() {
    return NAME;
  }

  /// Without a subscription it is ready to begin.
  @Override
  public boolean ready() {
    StreamFeed running = stream;
    return directory.ready() && (running == null ? !receivers.anySubscription() : running.ready());
  }

  @Override
  public Set<String> reads() {
    Topics topics = connection.topics();
    return Set.of(topics.events().name(), topics.directory().name(), topics.webhooks().name());
  }

  /// Before the first subscription there is nothing to do.
  @Override
  public OptionalLong behind(String topic) {
    StreamFeed running = stream;
    if (running != null) {
      return running.behind(topic);
    }
    return receivers.anySubscription() ? OptionalLong.empty() : OptionalLong.of(0);
  }

  @Override
  public long waiting() {
    return waiting.get();
  }

  @Override
  public long targetsOpen() {
    return breakers.open();
  }

  @Override
  public void close() {
    closed.countDown();
    starter.interrupt();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    StreamFeed running = stream;
    if (running != null) {
      running.close();
    }
    threads.shutdownNow();
  }
}
