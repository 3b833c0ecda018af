package dev.assent.platform.views;

import static dev.assent.platform.kafka.Completions.EACH_ON_ITS_OWN_THREAD;

import dev.assent.contract.id.IntentId;
import dev.assent.platform.deadletters.DeadLetters;
import dev.assent.platform.kafka.Clients;
import dev.assent.platform.kafka.Progress;
import dev.assent.platform.kafka.ProgressWatch;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.topic.Partitions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// Views over all committed events, in a Kafka Streams global store: every instance holds all of
/// them and answers for all intents, whatever other instances there are (ADR 0020). At least once:
/// a fold may see an event again after a crash, and skips it by its seq.
public final class KafkaViews implements Views {
  /// How long a reader waits for the views to catch up.
  public static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(5);

  private final String topic;
  private final int partitions;
  private final Admin admin;
  private final DeadLetters deadLetters;
  private final ViewRunner runner;
  private final CatchUp catchUp;
  private final ProgressWatch progress;

  /// @param name names the state folder, so that instances which share `assent.state-dir` need
  ///   different ones; dead letters are marked with it
  /// @param views make a fresh view each time they are asked
  /// @throws IllegalStateException when the broker or the events topic is not there within 30 s
  public static KafkaViews start(
      Connection connection, Wire wire, String name, List<Supplier<View>> views) {
    try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(connection, Map.of())) {
      int partitions = Clients.partitions(consumer, connection.topics().events().name());
      return new KafkaViews(connection, wire, name, views, partitions);
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
      Connection connection, Wire wire, String name, List<Supplier<View>> views, int partitions) {
    this.topic = connection.topics().events().name();
    this.partitions = partitions;
    this.admin = Admin.create(connection.clientProperties());
    this.deadLetters = new DeadLetters(connection, name, Clock.systemUTC());
    this.runner = new ViewRunner(connection, wire, name, views, partitions, deadLetters);
    this.catchUp = new CatchUp(runner::positions, this::ends);
    runner.start();
    this.progress = ProgressWatch.start("assent-progress-" + name, Progress.PATIENCE, this::look);
  }

  /// The ends of the log, open transactions included. The last stable offset would not do: the
  /// broker writes a transaction's markers to its partitions one after the other, so an answer can
  /// be read on the results topic while the same transaction still looks open on the events topic.
  private CompletableFuture<Map<Integer, Long>> ends(Set<Integer> of) {
    Map<TopicPartition, OffsetSpec> wanted =
        of.stream()
            .collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.latest()));
    ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
    options.timeoutMs(Math.toIntExact(CAUGHT_UP_WITHIN.toMillis()));
    return admin
        .listOffsets(wanted, options)
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .thenApply(
            found -> {
              Map<Integer, Long> ends = new HashMap<>();
              found.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
              return ends;
            });
  }

  @Override
  public CompletableFuture<Void> caughtUp() {
    return caughtUp(IntStream.range(0, partitions).boxed().toList());
  }

  @Override
  public CompletableFuture<Void> caughtUp(IntentId intent) {
    return caughtUp(List.of(Partitions.of(intent, partitions)));
  }

  private CompletableFuture<Void> caughtUp(Collection<Integer> wanted) {
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
    return runner.store(name);
  }

  private Map<TopicPartition, Progress.Seen> look()
      throws InterruptedException, ExecutionException, TimeoutException {
    Positions positions =
        runner.positions().orElseThrow(() -> new IllegalStateException("the views start"));
    Map<Integer, Long> ends =
        ends(positions.partitions()).get(CAUGHT_UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    Map<TopicPartition, Progress.Seen> seen = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          long folded = positions.of(partition).folded();
          seen.put(
              new TopicPartition(topic, partition), new Progress.Seen(folded, end, folded >= end));
        });
    return seen;
  }

  @Override
  public boolean ready() {
    return runner.positions().isPresent() && progress.answered() && standing().isEmpty();
  }

  @Override
  public List<Progress.Standing> standing() {
    return progress.standing();
  }

  @Override
  public OptionalLong behind() {
    return progress.behind(topic);
  }

  @Override
  public void close() {
    progress.close();
    runner.close();
    admin.close(Duration.ofSeconds(1));
    deadLetters.close();
  }
}
