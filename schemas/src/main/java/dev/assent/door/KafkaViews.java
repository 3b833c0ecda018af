package dev.assent.door;

import static dev.assent.door.Completions.EACH_ON_ITS_OWN_THREAD;

import dev.assent.contract.IntentId;
import dev.assent.wire.Connection;
import dev.assent.wire.Partitions;
import dev.assent.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Views in one Kafka Streams application, at least once: a fold may see an event again after a
/// crash, and skips it by its seq.
///
/// Instances that share an application id share the partitions out among them; then no one of them
/// holds all, and [#caughtUp()] fails. An instance that is to answer for everything has an
/// application id of its own.
public final class KafkaViews implements Views {
  /// How long a reader waits for the views to catch up.
  public static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(5);

  private static final Logger LOGGER = LoggerFactory.getLogger(KafkaViews.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final String topic;
  private final String group;
  private final int partitions;
  private final Set<String> stores;
  private final Admin admin;
  private final DeadLetters deadLetters;
  private final Positions positions;
  private final CatchUp catchUp;
  private final KafkaStreams streams;

  /// @param applicationId names the consumer group, the changelogs and the state folder; its dead
  ///   letters are marked with it
  /// @param views make a fresh view each time they are asked; one that is never opened does nothing
  /// @throws IllegalStateException when the broker or the events topic is not there within 30 s
  public static KafkaViews start(
      Connection connection, Wire wire, String applicationId, List<Supplier<View>> views) {
    try (KafkaConsumer<byte[], byte[]> consumer = Clients.consumer(connection, Map.of())) {
      int partitions = Clients.partitions(consumer, connection.topics().events().name());
      return new KafkaViews(connection, wire, applicationId, views, partitions);
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "expected a broker with Assent's events topic at "
              + connection.bootstrapServers()
              + ", but "
              + e.getMessage(),
          e);
    }
  }

  private KafkaViews(
      Connection connection,
      Wire wire,
      String applicationId,
      List<Supplier<View>> views,
      int partitions) {
    this.topic = connection.topics().events().name();
    this.group = connection.topicPrefix() + applicationId;
    this.partitions = partitions;
    this.admin = Admin.create(connection.clientProperties());
    this.positions = new Positions(topic);
    this.catchUp = new CatchUp(positions, this::ends);
    this.deadLetters = new DeadLetters(connection, applicationId, Clock.systemUTC());
    List<String> names = views.stream().flatMap(view -> view.get().stores().stream()).toList();
    this.stores = Set.copyOf(names);
    this.streams =
        new KafkaStreams(
            ViewTopology.build(
                topic,
                names,
                () ->
                    new ViewProcessor(wire.events(), views, positions, this::opened, deadLetters)),
            ViewTopology.config(connection, group, positions));
    streams.setUncaughtExceptionHandler(this::failed);
    streams.start();
  }

  /// On the failed thread, before another takes its place: what fails at once again and again is
  /// not to keep a processor busy.
  private StreamThreadExceptionResponse failed(Throwable failure) {
    LOGGER.atError().setCause(failure).log("A view thread failed; another takes its place");
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /// A partition that gets nothing new tells no position by itself: what the group has committed
  /// was folded before, and the restored stores have it.
  private void opened(Position position) {
    TopicPartition partition = new TopicPartition(topic, position.partition());
    var _ =
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .toCompletionStage()
            .toCompletableFuture()
            .thenCompose(committed -> start(partition, committed.get(partition)))
            .thenAccept(position::startsAt)
            .exceptionally(
                failure -> {
                  LOGGER
                      .atWarn()
                      .addKeyValue("partition", position.partition())
                      .setCause(failure)
                      .log("Where a view starts is not known; asking again");
                  retry(position);
                  return null;
                });
  }

  private void retry(Position position) {
    if (positions.of(position.partition()) == position) {
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, EACH_ON_ITS_OWN_THREAD)
          .execute(() -> opened(position));
    }
  }

  private CompletableFuture<Long> start(
      TopicPartition partition, @Nullable OffsetAndMetadata committed) {
    return committed == null
        ? offsets(Map.of(partition, OffsetSpec.earliest())).thenApply(all -> all.get(partition))
        : CompletableFuture.completedFuture(committed.offset());
  }

  /// The ends of the log, open transactions included. The last stable offset would not do: the
  /// broker writes a transaction's markers to its partitions one after the other, so an answer can
  /// be read on the results topic while the same transaction still looks open on the events topic.
  private CompletableFuture<Map<Integer, Long>> ends(Set<Integer> held) {
    Map<TopicPartition, OffsetSpec> wanted =
        held.stream()
            .collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.latest()));
    return offsets(wanted)
        .thenApply(
            found -> {
              Map<Integer, Long> ends = new HashMap<>();
              found.forEach((partition, end) -> ends.put(partition.partition(), end));
              return ends;
            });
  }

  private CompletableFuture<Map<TopicPartition, Long>> offsets(
      Map<TopicPartition, OffsetSpec> wanted) {
    ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
    options.timeoutMs(Math.toIntExact(CAUGHT_UP_WITHIN.toMillis()));
    return admin
        .listOffsets(wanted, options)
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .thenApply(
            found ->
                found.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, KafkaViews::offset)));
  }

  private static long offset(
      Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> found) {
    return found.getValue().offset();
  }

  @Override
  public CompletableFuture<Void> caughtUp() {
    return caughtUp(IntStream.range(0, partitions).boxed().toList());
  }

  @Override
  public CompletableFuture<Void> caughtUp(IntentId intent) {
    return caughtUp(List.of(Partitions.of(intent, partitions)));
  }

  private CompletableFuture<Void> caughtUp(List<Integer> wanted) {
    CatchUp.Round round = catchUp.join();
    List<CompletableFuture<Void>> reached = new ArrayList<>();
    wanted.forEach(partition -> reached.add(round.reached(partition)));
    CompletableFuture<Void> done = new CompletableFuture<>();
    var _ =
        CompletableFuture.allOf(reached.toArray(CompletableFuture[]::new))
            .orTimeout(CAUGHT_UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
            .whenCompleteAsync(
                (_, failure) -> {
                  if (failure == null) {
                    done.complete(null);
                  } else {
                    done.completeExceptionally(unavailable(failure));
                  }
                },
                EACH_ON_ITS_OWN_THREAD);
    return done;
  }

  private static ViewUnavailableException unavailable(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    return switch (cause) {
      case ViewUnavailableException known -> known;
      case TimeoutException late ->
          new ViewUnavailableException(
              "expected the view to catch up within "
                  + CAUGHT_UP_WITHIN.toSeconds()
                  + " s, but it is still behind",
              late);
      default -> new ViewUnavailableException("the view cannot catch up", cause);
    };
  }

  @Override
  public Optional<ReadOnlyKeyValueStore<Bytes, byte[]>> store(String name) {
    if (!stores.contains(name)) {
      throw new IllegalArgumentException("expected one of " + stores + ", but got " + name);
    }
    if (!streams.state().isRunningOrRebalancing()) {
      return Optional.empty();
    }
    try {
      ReadOnlyKeyValueStore<Bytes, byte[]> found =
          streams.store(
              StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
      return Optional.of(new ReadStore(found));
    } catch (InvalidStateStoreException | IllegalStateException e) {
      return Optional.empty(); // the latter when it is closed just now
    }
  }

  /// Whether every partition is held and restored here.
  @Override
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING && positions.held().size() == partitions;
  }

  @Override
  public void close() {
    streams.close(CLOSE);
    admin.close(Duration.ofSeconds(1));
    deadLetters.close();
  }
}
