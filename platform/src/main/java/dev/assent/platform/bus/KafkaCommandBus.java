package dev.assent.platform.bus;

import static dev.assent.platform.kafka.Completions.EACH_ON_ITS_OWN_THREAD;
import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ISOLATION_LEVEL_CONFIG;

import dev.assent.contract.Asked;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.id.CommandId;
import dev.assent.platform.kafka.Clients;
import dev.assent.platform.kafka.PollLoop;
import dev.assent.platform.log.SparseLog;
import dev.assent.wire.Wire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.DoorSeal;
import dev.assent.wire.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// Commands go to the commands topic; answers come back on one partition of the results topic, read
/// with `read_committed`, so that a future ends only with what is committed. Instances that happen
/// to pick the same partition see each other's answers and ignore them by their key.
///
/// Futures end on a virtual thread of their own: what a caller chains to one may block.
public final class KafkaCommandBus implements CommandBus, AutoCloseable {
  /// How long a door waits for an answer.
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  /// Commands of one door that may be under way at a time.
  public static final int IN_FLIGHT_MAX = 10_000;

  private static final SparseLog LINES = SparseLog.of(KafkaCommandBus.class);
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final Duration SWEEP_EVERY = Duration.ofMillis(100);

  private final String commandsTopic;
  private final int commandPartitions;
  private final TopicPartition answers;
  private final Codec<Asked> commandCodec;
  private final DoorSeal seal;
  private final Codec<Result> resultCodec;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Duration answerWithin;
  private final UnderWay underWay;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("assent-bus-timeouts").daemon().factory());
  private final PollLoop loop;

  public static KafkaCommandBus start(Connection connection, Wire wire) {
    return start(connection, wire, ANSWER_WITHIN, IN_FLIGHT_MAX);
  }

  /// Returns once the bus stands where its first answer can only come after: no answer is missed.
  ///
  /// @throws IllegalStateException when the broker or a topic is not there within 30 s
  static KafkaCommandBus start(
      Connection connection, Wire wire, Duration answerWithin, int inFlightMax) {
    KafkaConsumer<byte[], byte[]> consumer =
        Clients.consumer(
            connection,
            Map.of(ISOLATION_LEVEL_CONFIG, "read_committed", AUTO_OFFSET_RESET_CONFIG, "latest"));
    try {
      return new KafkaCommandBus(connection, wire, answerWithin, inFlightMax, consumer);
    } catch (KafkaException | IllegalStateException e) {
      consumer.close();
      throw new IllegalStateException(
          "expected a broker with Assent's topics at "
              + connection.bootstrapServers()
              + ", but "
              + e.getMessage(),
          e);
    }
  }

  private KafkaCommandBus(
      Connection connection,
      Wire wire,
      Duration answerWithin,
      int inFlightMax,
      KafkaConsumer<byte[], byte[]> consumer) {
    String results = connection.topics().results().name();
    this.commandsTopic = connection.topics().commands().name();
    this.commandCodec = wire.commands();
    this.seal = connection.doors().seal();
    this.resultCodec = wire.results();
    this.answerWithin = answerWithin;
    this.underWay = new UnderWay(inFlightMax);
    this.commandPartitions = Clients.partitions(consumer, commandsTopic);
    this.answers = new TopicPartition(results, pick(Clients.partitions(consumer, results)));
    consumer.assign(List.of(answers));
    consumer.seekToEnd(List.of(answers));
    consumer.position(answers, START_WITHIN);
    this.producer = Clients.producer(connection, answerWithin);
    try {
      producer.partitionsFor(commandsTopic);
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
    this.loop = PollLoop.start("assent-bus-answers", consumer, this::answered);
    var _ =
        clock.scheduleWithFixedDelay(
            this::sweep, SWEEP_EVERY.toMillis(), SWEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static int pick(int partitions) {
    byte[] instance = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    return Utils.toPositive(Utils.murmur2(instance)) % partitions;
  }

  @Override
  public CompletableFuture<Result> send(Asked asked) {
    return switch (underWay.enter(asked, System.nanoTime() + answerWithin.toNanos())) {
      case UnderWay.Entered.First first -> {
        handOver(asked);
        yield first.answer();
      }
      case UnderWay.Entered.Joined joined -> joined.answer();
      case UnderWay.Entered.Conflict _ -> CompletableFuture.completedFuture(conflict(asked));
      case UnderWay.Entered.Full full ->
          CompletableFuture.failedFuture(
              new BusException(
                  BusException.Kind.BUSY,
                  "expected at most " + full.max() + " commands under way, but there are more"));
    };
  }

  private void handOver(Asked asked) {
    handOver(asked, true);
  }

  /// @param again whether it may be sent once more
  private void handOver(Asked asked, boolean again) {
    try {
      produce(asked, again);
    } catch (KafkaException e) {
      underWay.fail(asked.commandId(), notHandedOver(e));
    } catch (dev.assent.wire.format.RecordTooLargeException e) {
      underWay.fail(asked.commandId(), tooLarge(e));
    } catch (RuntimeException | Error e) {
      underWay.fail(asked.commandId(), e); // not a word of it was sent
    }
  }

  /// The decider answers one key's commands one after the other; here the second has not waited for
  /// the first, so it is told at once.
  private static Result conflict(Asked asked) {
    return new Result.Rejected(
        asked.commandId(),
        asked.target(),
        Rejection.of(
            Rejection.Code.IDEMPOTENCY_CONFLICT,
            "the same request under this idempotency key",
            "another request with it is under way"));
  }

  private void produce(Asked asked, boolean again) {
    byte[] key = asked.target().root().toString().getBytes(StandardCharsets.US_ASCII);
    byte[] value = commandCodec.encode(asked.answeredOn(answers.partition()));
    int partition = Partitions.of(asked.target(), commandPartitions);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(commandsTopic, partition, System.currentTimeMillis(), key, value);
    seal.seal(record);
    var _ =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure instanceof InvalidTimestampException && again) {
                // The clock was set back between its sending and the broker's look: not written.
                EACH_ON_ITS_OWN_THREAD.execute(() -> handOver(asked, false));
              } else if (failure != null) {
                underWay.fail(asked.commandId(), notHandedOver(failure));
              }
            });
  }

  private static BusException notHandedOver(Exception failure) {
    return failure instanceof RecordTooLargeException
        ? tooLarge(failure)
        : new BusException(
            BusException.Kind.UNREACHABLE,
            "expected the broker to acknowledge the command, but " + failure.getMessage(),
            failure);
  }

  private static BusException tooLarge(Exception failure) {
    return new BusException(
        BusException.Kind.TOO_LARGE,
        "expected a command that the broker takes, but it is too large",
        failure);
  }

  /// On the poll thread: looks the key up before anything is decoded.
  private void answered(ConsumerRecords<byte[], byte[]> batch) {
    for (ConsumerRecord<byte[], byte[]> answer : batch) {
      CommandId id = commandId(answer.key());
      if (id != null && underWay.contains(id)) {
        EACH_ON_ITS_OWN_THREAD.execute(() -> complete(id, answer.value()));
      }
    }
  }

  private static @Nullable CommandId commandId(byte @Nullable [] key) {
    if (key == null || key.length != 36) {
      return null;
    }
    try {
      return CommandId.parse(new String(key, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void complete(CommandId id, byte[] value) {
    try {
      Result answer = resultCodec.decode(value);
      if (answer.commandId().equals(id)) { // else a producer's answer, whose key only looks like it
        underWay.answer(id, answer);
      }
    } catch (RuntimeException | Error e) {
      LINES
          .at(Level.ERROR, e)
          .addKeyValue("commandId", id)
          .setCause(e)
          .log("An answer cannot be read");
      underWay.fail(id, e);
    }
  }

  private void sweep() {
    underWay
        .late(System.nanoTime())
        .forEach(
            id ->
                underWay.fail(
                    id,
                    new CommandTimeoutException(
                        "expected an answer to command "
                            + id
                            + " within "
                            + answerWithin.toMillis()
                            + " ms, but none came: it may or may not have been carried out")));
  }

  /// Whether answers are being read.
  public boolean ready() {
    return loop.running();
  }

  /// Ends every waiting future with a [CommandTimeoutException].
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    loop.close();
    clock.shutdownNow();
    for (CommandId id : underWay.all()) {
      underWay.fail(
          id,
          new CommandTimeoutException(
              "expected an answer to command " + id + ", but the door is closing"));
    }
  }
}
