package dev.assent.platform.bus;

import static dev.assent.platform.Samples.accepted;
import static dev.assent.platform.Samples.handOff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Asked;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Hash;
import dev.assent.platform.Samples;
import dev.assent.wire.AvroWire;
import dev.assent.wire.TestBroker;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaCommandBusTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Connection connection;
  private Wire wire;
  private KafkaProducer<byte[], byte[]> processor;
  private KafkaConsumer<byte[], byte[]> commands;
  private final List<ConsumerRecord<byte[], byte[]>> received = new ArrayList<>();

  @BeforeEach
  void connect() throws Exception {
    connection = TestBroker.freshTopics();
    wire = AvroWire.connect(connection);
    processor = TestBroker.transactional(connection);
    commands =
        new KafkaConsumer<>(
            connection.clientProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        commands.partitionsFor(connection.topics().commands().name()).stream()
            .map(found -> new TopicPartition(found.topic(), found.partition()))
            .toList();
    commands.assign(all);
    commands.seekToBeginning(all);
  }

  @AfterEach
  void disconnect() {
    processor.close();
    commands.close();
  }

  @Test
  void answersWithTheCommittedResult() throws Exception {
    try (KafkaCommandBus bus = KafkaCommandBus.start(connection, wire)) {
      Asked asked = handOff();
      CompletableFuture<Result> answer = bus.send(asked);
      Asked got = receive();

      processor.beginTransaction();
      answer(got, accepted(got, 3));
      processor.commitTransaction();

      assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(accepted(asked, 3));
      assertThat(bus.ready()).isTrue();
    }
  }

  @Test
  void sendsACommandToTheIntentsPartitionUnderItsRootsKey() {
    try (KafkaCommandBus bus = KafkaCommandBus.start(connection, wire)) {
      IntentId root = Idempotency.newIntent();
      var _ = bus.send(handOff(Idempotency.newCommand(), root.step(2), Optional.empty()));
      Asked got = receive();

      ConsumerRecord<byte[], byte[]> sent = received.getFirst();
      assertThat(got.target()).isEqualTo(root.step(2));
      assertThat(sent.partition()).isEqualTo(Partitions.of(root, TestBroker.PARTITIONS));
      assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo(root.toString());
    }
  }

  @Test
  void anAbortedResultIsNoAnswer() throws Exception {
    try (KafkaCommandBus bus = KafkaCommandBus.start(connection, wire)) {
      CompletableFuture<Result> first = bus.send(handOff());
      Asked refused = receive();
      processor.beginTransaction();
      answer(refused, accepted(refused, 1));
      processor.flush();
      processor.abortTransaction();

      // What is committed after it on the same partition has been read: so was the aborted one.
      CompletableFuture<Result> second = bus.send(handOff());
      Asked got = receive();
      processor.beginTransaction();
      answer(got, accepted(got, 1));
      processor.commitTransaction();

      assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(accepted(got, 1));
      assertThat(first).isNotDone();
    }
  }

  @Test
  void anUncommittedResultIsNoAnswerYet() throws Exception {
    try (KafkaCommandBus bus = KafkaCommandBus.start(connection, wire, Duration.ofMillis(400), 9)) {
      CompletableFuture<Result> answer = bus.send(handOff());
      Asked got = receive();
      processor.beginTransaction();
      answer(got, accepted(got, 1));
      processor.flush();

      Throwable failure = catchThrowable(() -> answer.get(30, TimeUnit.SECONDS));
      assertThat(failure)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(CommandTimeoutException.class)
          .hasMessageContaining(got.commandId().toString());
      processor.commitTransaction();
    }
  }

  @Test
  void refusesWhatIsBeyondItsBound() {
    try (KafkaCommandBus bus = KafkaCommandBus.start(connection, wire, SOON, 2)) {
      var _ = bus.send(handOff());
      var _ = bus.send(handOff());

      assertThat(catchThrowable(() -> bus.send(handOff()).join()).getCause())
          .isInstanceOfSatisfying(
              BusException.class,
              busy -> assertThat(busy.kind()).isEqualTo(BusException.Kind.BUSY));
    }
  }

  @Test
  void aSecondRequestUnderTheSameKeySharesTheAnswerOrConflicts() throws Exception {
    try (KafkaCommandBus bus = KafkaCommandBus.start(connection, wire)) {
      IntentId intent = Idempotency.newIntent();
      var id = Idempotency.command(Samples.SERVICE, "intents.resume", intent, "k1");
      Asked asked = handOff(id, intent, Optional.of(Hash.of("a")));
      CompletableFuture<Result> first = bus.send(asked);
      CompletableFuture<Result> same = bus.send(asked);
      CompletableFuture<Result> other = bus.send(handOff(id, intent, Optional.of(Hash.of("b"))));
      Asked got = receive();
      processor.beginTransaction();
      answer(got, accepted(got, 3));
      processor.commitTransaction();

      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(same.get(30, TimeUnit.SECONDS));
      assertThat(other.get(30, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Result.Rejected.class,
              no ->
                  assertThat(no.rejection().code()).isEqualTo(Rejection.Code.IDEMPOTENCY_CONFLICT));
    }
  }

  @Test
  void anAnswerThatCannotBeReadFailsItsCommandOnly() throws Exception {
    try (KafkaCommandBus bus = KafkaCommandBus.start(connection, wire)) {
      CompletableFuture<Result> broken = bus.send(handOff());
      Asked brokenAsked = receive();
      CompletableFuture<Result> fine = bus.send(handOff());
      Asked got = receive();
      processor.beginTransaction();
      answer(brokenAsked, Samples.UNREADABLE);
      answer(got, accepted(got, 1));
      processor.commitTransaction();

      assertThat(fine.get(30, TimeUnit.SECONDS)).isEqualTo(accepted(got, 1));
      await().atMost(SOON).until(broken::isCompletedExceptionally);
    }
  }

  /// A producer on a public topic may choose any request id, a command's of this door too.
  @Test
  void anAnswerToSomebodyElsesCommandUnderTheIdOfThisOneIsNotTaken() throws Exception {
    try (KafkaCommandBus bus = KafkaCommandBus.start(connection, wire)) {
      CompletableFuture<Result> mine = bus.send(handOff());
      Asked got = receive();
      processor.beginTransaction();
      answer(got, accepted(handOff(), 9));
      processor.commitTransaction();

      // What is committed after it on the same partition has been read: so was the foreign one.
      CompletableFuture<Result> second = bus.send(handOff());
      Asked next = receive();
      processor.beginTransaction();
      answer(next, accepted(next, 1));
      processor.commitTransaction();
      second.get(30, TimeUnit.SECONDS);
      assertThat(mine).isNotDone();

      processor.beginTransaction();
      answer(got, accepted(got, 2));
      processor.commitTransaction();
      assertThat(mine.get(30, TimeUnit.SECONDS)).isEqualTo(accepted(got, 2));
    }
  }

  @Test
  void closingEndsWhatWaits() {
    KafkaCommandBus bus = KafkaCommandBus.start(connection, wire);
    CompletableFuture<Result> answer = bus.send(handOff());
    bus.close();

    assertThat(catchThrowable(answer::join)).hasCauseInstanceOf(CommandTimeoutException.class);
    assertThat(bus.ready()).isFalse();
  }

  private Asked receive() {
    await()
        .atMost(SOON)
        .pollInSameThread()
        .until(
            () -> {
              int before = received.size();
              commands.poll(Duration.ofMillis(100)).forEach(received::add);
              return received.size() > before;
            });
    return wire.commands().decode(received.getLast().value());
  }

  private void answer(Asked asked, Result result) {
    answer(asked, wire.results().encode(result));
  }

  private void answer(Asked asked, byte[] value) {
    byte[] key = asked.commandId().toString().getBytes(StandardCharsets.UTF_8);
    int partition = asked.answerTo().orElseThrow();
    var _ =
        processor.send(
            new ProducerRecord<>(connection.topics().results().name(), partition, key, value));
  }
}
