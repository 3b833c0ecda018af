package dev.assent.lifecycle.stream;

import dev.assent.lifecycle.feed.BoundedConsumer;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.kafka.Progress;
import dev.assent.platform.kafka.ProgressWatch;
import dev.assent.platform.kafka.SteadyTime;
import dev.assent.platform.streams.StreamsDefaults;
import dev.assent.platform.streams.StreamsProgress;
import dev.assent.wire.AvroWire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.TopicSetup;
import dev.assent.wire.setup.BrokerSetup;
import dev.assent.wire.setup.UnfitBrokerException;
import dev.assent.wire.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running processor: prepares the cluster, runs the topology, ends it.
///
/// It starts in the background, so that the service can tell how it is from the first moment. A
/// broker or registry that is not there yet is waited for; a cluster that cannot keep our promises
/// is refused.
public final class LifecycleEngine implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(LifecycleEngine.class);
  private static final Duration TRY_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /// The stream thread waits this long at most: an open transaction must not time out meanwhile.
  private static final Duration CATCH_UP_WITHIN = Duration.ofMillis(250);

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final Connection connection;
  private final LifecycleConfig config;
  private final StepTokens tokens;
  private final Rules rules;
  private final MeterRegistry meters;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread starter =
      Thread.ofPlatform().name("assent-lifecycle-start").unstarted(this::keepStarting);
  private volatile String waitingFor = "the start";
  private volatile @Nullable Running running;

  public LifecycleEngine(
      Connection connection,
      LifecycleConfig config,
      StepTokens tokens,
      Rules rules,
      MeterRegistry meters) {
    this.connection = connection;
    this.config = config;
    this.tokens = tokens;
    this.rules = rules;
    this.meters = meters;
  }

  /// What runs, in the order in which it ends.
  private record Running(
      KafkaStreams streams,
      KafkaStreamsMetrics metrics,
      ProgressWatch progress,
      KafkaDirectory directory,
      KnownTopics topics,
      Admin admin) {
    void close() {
      progress.close();
      if (!streams.close(CLOSE_WITHIN)) {
        LOGGER.warn("Kafka Streams did not end in time; the next start reads its state again");
      }
      metrics.close();
      directory.close();
      topics.close();
      admin.close(CLOSE_WITHIN);
    }
  }

  public void start() {
    starter.start();
  }

  /// Done once the topology runs; failed when the cluster cannot keep our promises.
  public CompletableFuture<Void> started() {
    return started;
  }

  /// Whether every partition of this instance is processed, restoring included, and moves.
  public boolean ready() {
    Running now = running;
    return now != null
        && now.streams().state() == KafkaStreams.State.RUNNING
        && now.directory().ready()
        && now.progress().proven()
        && now.progress().answered()
        && now.progress().standing().isEmpty();
  }

  /// Partitions in which nothing is carried out any more.
  public List<Progress.Standing> standing() {
    Running now = running;
    return now == null ? List.of() : now.progress().standing();
  }

  /// The topics whose records it carries out.
  public List<String> reads() {
    Topics topics = connection.topics();
    return Stream.of(topics.commands(), topics.submissions(), topics.reports())
        .map(Topics.Topic::name)
        .toList();
  }

  /// How far this instance is behind the end of such a topic, in its own partitions; empty when
  /// nobody knows.
  public OptionalLong behind(String topic) {
    Running now = running;
    return now == null ? OptionalLong.empty() : now.progress().behind(topic);
  }

  /// Whether it may yet be ready without a restart.
  public boolean alive() {
    Running now = running;
    return !started.isCompletedExceptionally()
        && (now == null || !now.streams().state().hasCompletedShutdown());
  }

  /// The directory of keys, once it is there.
  public Optional<KafkaDirectory> directory() {
    return Optional.ofNullable(running).map(Running::directory);
  }

  /// What it is doing, in a few words.
  public String state() {
    Running now = running;
    return now == null ? "waiting for " + waitingFor : now.streams().state().name();
  }

  private void keepStarting() {
    try {
      Optional<Running> made = tryToMake();
      while (made.isEmpty() && !closed.await(TRY_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        made = tryToMake();
      }
      made.ifPresent(this::run);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UnfitBrokerException e) {
      LOGGER.error("This Kafka cluster cannot be used: {}", e.getMessage());
      waitingFor = "another Kafka cluster";
      started.completeExceptionally(e);
    }
  }

  private Optional<Running> tryToMake() throws InterruptedException {
    Admin admin = Admin.create(connection.clientProperties());
    try {
      return Optional.of(make(admin));
    } catch (UnfitBrokerException | InterruptedException e) {
      admin.close(Duration.ZERO);
      throw e;
    } catch (RuntimeException | ExecutionException | TimeoutException e) {
      admin.close(Duration.ZERO);
      waitFor(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void waitFor(String missing) {
    if (!waitingFor.equals(missing)) {
      LOGGER.warn("Cannot start yet and will try again: {}", missing);
    }
    waitingFor = missing;
  }

  private Running make(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    BrokerSetup.check(admin);
    BrokerSetup.longestTransaction(admin)
        .filter(longest -> longest.compareTo(BrokerSetup.LONGEST_TRANSACTION) > 0)
        .ifPresent(
            longest ->
                LOGGER
                    .atWarn()
                    .addKeyValue("longest", longest)
                    .addKeyValue("advised", BrokerSetup.LONGEST_TRANSACTION)
                    .log(
                        "Whoever may write to a public topic can stop it for as long as the"
                            + " brokers let a transaction be open (transaction.max.timeout.ms)"));
    TopicSetup.ensure(connection);
    tellOfSmallTopics(admin);
    String application = StreamsSettings.applicationId(connection);
    BrokerSetup.configure(admin, application, StreamsSettings.group(config));
    AvroWire wire = AvroWire.connect(connection);
    wire.learnPublicSchemas();
    int partitions = partitions(admin, connection.topics().commands().name());
    KafkaDirectory directory = directory(wire);
    Doubts doubts = new Doubts(topic -> TopicTerms.of(admin, topic), System::nanoTime);
    KnownTopics agentTopics = new KnownTopics(admin, doubts);
    LifecycleMeters told = new LifecycleMeters(meters);
    Strikes strikes = Strikes.in(connection.localStores().resolve(application + "-strikes"));
    Shell shell =
        new Shell(
            rules,
            wire,
            connection.topics(),
            agentTopics,
            tokens,
            told,
            partitions,
            connection.doors(),
            strikes,
            SteadyTime.SHARED::wall);
    IngestShell ingest =
        new IngestShell(
            wire,
            connection.topics(),
            directory,
            directory,
            () -> directory.catchUp(admin, CATCH_UP_WITHIN),
            tokens,
            told,
            Clock.systemUTC(),
            connection.doors(),
            strikes);
    Properties settings = StreamsSettings.of(connection, config);
    BoundedConsumer.Source source = publicTopics(wire);
    settings.putAll(StreamsSettings.feed(source));
    settings.putAll(StreamsSettings.refusals(doubts));
    KafkaStreams streams =
        StreamsDefaults.make(
            LifecycleTopology.build(StreamsSettings.changelog(), shell, ingest),
            new StreamsConfig(settings));
    StreamsProgress progress =
        new StreamsProgress(streams, admin, application, source.idle()::contains);
    ThreadReplacement replacement = new ThreadReplacement(System::nanoTime);
    streams.setUncaughtExceptionHandler(
        failure -> {
          progress.died();
          doubts.begin();
          return replacement.handle(failure);
        });
    streams.setStateListener(
        (now, before) -> LOGGER.atInfo().addKeyValue("state", now).log("The processor's state"));
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(meters);
    ProgressWatch watch =
        ProgressWatch.start("assent-progress-lifecycle", Progress.PATIENCE, progress);
    return new Running(streams, metrics, watch, directory, agentTopics, admin);
  }

  private void tellOfSmallTopics(Admin admin) {
    try {
      List<String> names = connection.topics().all().stream().map(Topics.Topic::name).toList();
      for (String small : TopicSetup.tooSmall(admin, names)) {
        LOGGER.warn("A topic takes less than we may write, and will stop its partition: {}", small);
      }
    } catch (IllegalStateException e) { // rights of an earlier release do not let us look
      LOGGER.atDebug().setCause(e).log("Could not look how large the topics' records may be");
    }
  }

  private BoundedConsumer.Source publicTopics(AvroWire wire) {
    return new BoundedConsumer.Source(
        connection,
        Set.of(connection.topics().submissions().name(), connection.topics().reports().name()),
        wire::unreadable,
        records -> DrainedCommit.ofThisThread().polled(records),
        ConcurrentHashMap.newKeySet());
  }

  /// The directory, read to where it ended: a submission never meets half of it.
  private KafkaDirectory directory(AvroWire wire) throws InterruptedException {
    KafkaDirectory directory = KafkaDirectory.start(connection, wire);
    long deadline = System.nanoTime() + ANSWER_WITHIN.toNanos();
    boolean closing = false;
    while (!directory.ready() && !closing && System.nanoTime() < deadline) {
      closing = closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (!directory.ready()) {
      directory.close();
      throw new IllegalStateException("the directory topic, which is not read yet");
    }
    return directory;
  }

  /// How many the topic really has, whatever is configured for new ones.
  private static int partitions(Admin admin, String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS)
        .values()
        .iterator()
        .next()
        .partitions()
        .size();
  }

  private void run(Running made) {
    running = made;
    made.streams().start();
    started.complete(null);
  }

  /// Ends gracefully: what is under way is committed, and the group learns that this instance is
  /// gone, so that others take over at once.
  @Override
  public void close() {
    closed.countDown();
    starter.interrupt();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Running now = running;
    if (now != null) {
      now.close();
    }
  }
}
