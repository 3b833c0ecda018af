package dev.assent.platform.views;

import static dev.assent.platform.Samples.happened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.id.IntentId;
import dev.assent.platform.Samples;
import dev.assent.platform.bus.Idempotency;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.DeadLetterBox;
import dev.assent.wire.AvroWire;
import dev.assent.wire.TestBroker;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.RegistryUnavailableException;
import dev.assent.wire.topic.Partitions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaViewsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long SEED = 20_260_301L;

  private final Map<IntentId, Integer> inMemory = SeqView.memory();
  private Connection connection;
  private Wire wire;
  private KafkaProducer<byte[], byte[]> processor;

  @BeforeEach
  void connect() throws Exception {
    connection = TestBroker.freshTopics();
    wire = AvroWire.connect(connection);
    processor = TestBroker.transactional(connection);
  }

  @AfterEach
  void disconnect() {
    processor.close();
  }

  @Test
  void onceCaughtUp_everyCommittedEventIsThereAndNoAbortedOne() throws Exception {
    Random random = new Random(SEED);
    Map<IntentId, Integer> committed = new HashMap<>();
    try (KafkaViews views = start(connection, inMemory)) {
      for (int round = 0; round < 150; round++) {
        Map<IntentId, Integer> written = new HashMap<>();
        processor.beginTransaction();
        for (int i = 0; i <= random.nextInt(4); i++) {
          IntentId intent = Idempotency.newIntent();
          int seq = 1 + random.nextInt(9);
          write(intent, seq);
          written.put(intent, seq);
        }
        if (random.nextInt(3) == 0) {
          processor.flush();
          processor.abortTransaction();
        } else {
          processor.commitTransaction();
          committed.putAll(written);
        }
        caughtUp(views);
        assertThat(inMemory).as("round %s of seed %s", round, SEED).isEqualTo(committed);
      }
      committed.forEach((intent, seq) -> assertThat(stored(views, intent)).isEqualTo(seq));
    }
  }

  @Test
  void whoeverAsksWhileATransactionIsOpen_waitsForItsEnd() throws Exception {
    try (KafkaViews views = start(connection, inMemory)) {
      IntentId intent = Idempotency.newIntent();
      processor.beginTransaction();
      write(intent, 1);
      processor.flush();
      CompletableFuture<Void> caughtUp = views.caughtUp(intent);
      CompletableFuture<Void> elsewhere = views.caughtUp(inAnotherPartition(intent));
      elsewhere.get(30, TimeUnit.SECONDS);
      assertThat(caughtUp).isNotDone();
      processor.commitTransaction();
      caughtUp.get(30, TimeUnit.SECONDS);

      assertThat(inMemory).containsEntry(intent, 1);
    }
  }

  @Test
  void manyReadersAtOnceAllCatchUp() throws Exception {
    try (KafkaViews views = start(connection, inMemory)) {
      for (int round = 0; round < 10; round++) {
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        IntentId intent = Idempotency.newIntent();
        processor.beginTransaction();
        write(intent, 1);
        processor.commitTransaction();
        for (int i = 0; i < 100; i++) {
          readers.add(
              views.caughtUp().thenRun(() -> assertThat(inMemory).containsEntry(intent, 1)));
        }
        CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new))
            .get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void afterARestart_theStoresAndWhatIsOnlyInMemoryAreThereBeforeAnythingNew() throws Exception {
    Map<IntentId, Integer> written = new HashMap<>();
    try (KafkaViews views = start(connection, inMemory)) {
      written.putAll(commitSome(50));
      caughtUp(views);
    }
    Map<IntentId, Integer> again = SeqView.memory();
    try (KafkaViews views = start(connection, again)) {
      caughtUp(views);
      assertThat(again).isEqualTo(written);
    }
  }

  @Test
  void withoutItsLocalFiles_aViewIsRestoredBeforeItAnswers() throws Exception {
    Map<IntentId, Integer> written = new HashMap<>();
    try (KafkaViews views = start(connection, inMemory)) {
      written.putAll(commitSome(50));
      caughtUp(views);
    }
    written.putAll(commitSome(10));
    Map<IntentId, Integer> again = SeqView.memory();
    try (KafkaViews views = start(TestBroker.elsewhere(connection), again)) {
      caughtUp(views);
      assertThat(again).isEqualTo(written);
      written.forEach((intent, seq) -> assertThat(stored(views, intent)).isEqualTo(seq));
    }
  }

  @Test
  void aViewThatIsDamagedOnDiskIsFoldedAnew_andNeverAnswersWithLess() throws Exception {
    Map<IntentId, Integer> written;
    try (KafkaViews views = start(connection, inMemory)) {
      written = commitSome(600);
      caughtUp(views);
    }
    damage(connection.localStores());
    inMemory.clear();

    try (KafkaViews views = start(connection, inMemory)) {
      await().atMost(SOON).ignoreExceptions().untilAsserted(() -> caughtUp(views));
      assertThat(inMemory).isEqualTo(written);
      for (IntentId intent : written.keySet()) {
        await()
            .pollDelay(Duration.ZERO)
            .atMost(SOON)
            .ignoreExceptionsInstanceOf(ViewUnavailableException.class)
            .ignoreExceptionsInstanceOf(NoSuchElementException.class)
            .until(() -> stored(views, intent) == written.get(intent));
      }
    }
  }

  /// A bit of every fourth kilobyte of every table, but for the smallest.
  private static void damage(Path stores) throws IOException {
    int damaged = 0;
    try (Stream<Path> files = Files.walk(stores)) {
      for (Path table : files.filter(file -> file.toString().endsWith(".sst")).toList()) {
        byte[] bytes = Files.readAllBytes(table);
        for (int at = 2_000; at < bytes.length; at += 4_000) {
          bytes[at] ^= 1;
          damaged++;
        }
        Files.write(table, bytes);
      }
    }
    assertThat(damaged).isPositive();
  }

  @Test
  void whatCannotBeFoldedGoesToTheDeadLetters_andTheRestIsFolded() throws Exception {
    IntentId intent = Idempotency.newIntent();
    try (KafkaViews views = start(connection, inMemory)) {
      processor.beginTransaction();
      write(intent, Samples.UNREADABLE);
      write(intent, SeqView.POISONOUS_SEQ);
      write(intent, 7);
      processor.commitTransaction();
      caughtUp(views);

      assertThat(inMemory).containsEntry(intent, 7);
      assertThat(new DeadLetterBox(connection, Clock.systemUTC()).list())
          .hasSize(2)
          .allSatisfy(
              letter -> {
                assertThat(letter.component()).isEqualTo("test-views");
                assertThat(letter.origin().topic()).isEqualTo(connection.topics().events().name());
              })
          .extracting(DeadLetter::cause)
          .anyMatch(cause -> cause.startsWith("expected a Happened"))
          .anyMatch(cause -> cause.equals("expected something else, but got seq 666"));
    }
  }

  @Test
  void whatCannotBeFoldedIsOneDeadLetter_howeverOftenTheEventsAreRead() throws Exception {
    processor.beginTransaction();
    write(Idempotency.newIntent(), SeqView.POISONOUS_SEQ);
    processor.commitTransaction();
    for (Connection at : List.of(connection, TestBroker.elsewhere(connection))) {
      try (KafkaViews views = start(at, SeqView.memory())) {
        caughtUp(views);
      }
    }
    DeadLetterBox box = new DeadLetterBox(connection, Clock.systemUTC());
    assertThat(box.list()).hasSize(1);

    IntentId next = Idempotency.newIntent();
    try (KafkaViews views = start(TestBroker.elsewhere(connection), inMemory)) {
      processor.beginTransaction();
      write(next, SeqView.POISONOUS_SEQ);
      processor.commitTransaction();
      caughtUp(views);
    }
    assertThat(box.list()).as("another one is kept, too").hasSize(2);
  }

  @Test
  void viewsThatFailAreStartedAnew_andNothingIsSkipped() throws Exception {
    AtomicBoolean registryIsAway = new AtomicBoolean(true);
    Supplier<View> view =
        () ->
            new SeqView(
                inMemory,
                _ -> {
                  if (registryIsAway.getAndSet(false)) {
                    throw new RegistryUnavailableException("expected an answer", null);
                  }
                });
    try (KafkaViews views = KafkaViews.start(connection, wire, "test-views", List.of(view))) {
      await().atMost(SOON).until(views::ready);
      Map<IntentId, Integer> written = commitSome(20);
      await().atMost(SOON).until(() -> !registryIsAway.get());
      await().atMost(SOON).until(views::ready);
      await().atMost(SOON).ignoreExceptions().untilAsserted(() -> caughtUp(views));

      assertThat(inMemory).isEqualTo(written);
      assertThat(new DeadLetterBox(connection, Clock.systemUTC()).list()).isEmpty();
    }
  }

  @Test
  void everyInstanceHoldsEverything_andGoesOnWhenAnotherEnds() throws Exception {
    Map<IntentId, Integer> others = SeqView.memory();
    KafkaViews first = start(connection, inMemory);
    try (KafkaViews second = start(TestBroker.elsewhere(connection), others)) {
      Map<IntentId, Integer> written = commitSome(30);
      caughtUp(first);
      caughtUp(second);
      assertThat(inMemory).isEqualTo(written);
      assertThat(others).isEqualTo(written);

      first.close();
      written.putAll(commitSome(30));
      caughtUp(second);
      assertThat(others).isEqualTo(written);
    }
  }

  @Test
  void anInstanceWhoseFolderAnotherHolds_waitsForIt() throws Exception {
    Map<IntentId, Integer> others = SeqView.memory();
    KafkaViews first = start(connection, inMemory);
    try (KafkaViews second =
        KafkaViews.start(connection, wire, "test-views", List.of(() -> new SeqView(others)))) {
      Map<IntentId, Integer> written = commitSome(10);
      caughtUp(first);
      assertThat(second.ready()).isFalse();

      first.close();
      await().atMost(SOON).until(second::ready);
      caughtUp(second);
      assertThat(others).isEqualTo(written);
    }
  }

  @Test
  void nothingIsWrittenToTheBrokerForAView() throws Exception {
    try (KafkaViews views = start(connection, inMemory);
        Admin admin = Admin.create(connection.clientProperties())) {
      commitSome(10);
      caughtUp(views);

      assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS))
          .noneMatch(topic -> topic.contains("test-views"));
    }
  }

  @Test
  void twoViewsHaveEachAStoreOfTheirOwn() throws Exception {
    Map<IntentId, Integer> seconds = SeqView.memory();
    List<Supplier<View>> both =
        List.of(() -> new SeqView(inMemory), () -> new SeqView("others", seconds, _ -> {}));
    try (KafkaViews views = KafkaViews.start(connection, wire, "test-views", both)) {
      await().atMost(SOON).until(views::ready);
      Map<IntentId, Integer> written = commitSome(20);
      caughtUp(views);

      assertThat(seconds).isEqualTo(inMemory).isEqualTo(written);
      for (String store : List.of(SeqView.STORE, "others")) {
        try (var rows = views.store(store).orElseThrow().all()) {
          assertThat(rows).toIterable().hasSize(written.size());
        }
      }
    }
  }

  @Test
  void aViewThatIsNotOpenYetOrNoMoreIsUnavailable() throws Exception {
    KafkaViews views =
        KafkaViews.start(connection, wire, "test-views", List.of(() -> new SeqView(inMemory)));
    try (views) {
      assertThat(catchThrowable(() -> views.caughtUp().join()).getCause())
          .isInstanceOf(ViewUnavailableException.class);
      await().atMost(SOON).until(views::ready);
      caughtUp(views);
    }
    assertThat(catchThrowable(() -> views.caughtUp().join()).getCause())
        .isInstanceOf(ViewUnavailableException.class);
    assertThat(views.store(SeqView.STORE)).isEmpty();
    assertThat(views.ready()).isFalse();
  }

  private KafkaViews start(Connection at, Map<IntentId, Integer> memory) {
    KafkaViews views = KafkaViews.start(at, wire, "test-views", List.of(() -> new SeqView(memory)));
    await().atMost(SOON).until(views::ready);
    return views;
  }

  private static void caughtUp(KafkaViews views) throws Exception {
    views.caughtUp().get(30, TimeUnit.SECONDS);
  }

  private static int stored(KafkaViews views, IntentId intent) {
    byte[] seq = views.store(SeqView.STORE).orElseThrow().get(SeqView.key(intent));
    return ByteBuffer.wrap(seq).getInt();
  }

  private Map<IntentId, Integer> commitSome(int count) {
    Map<IntentId, Integer> written = new HashMap<>();
    processor.beginTransaction();
    for (int i = 1; i <= count; i++) {
      IntentId intent = Idempotency.newIntent();
      write(intent, i);
      written.put(intent, i);
    }
    processor.commitTransaction();
    return written;
  }

  private static IntentId inAnotherPartition(IntentId intent) {
    IntentId other = Idempotency.newIntent();
    return Partitions.of(other, TestBroker.PARTITIONS)
            == Partitions.of(intent, TestBroker.PARTITIONS)
        ? inAnotherPartition(intent)
        : other;
  }

  private void write(IntentId intent, int seq) {
    write(intent, wire.events().encode(happened(intent, seq)));
  }

  private void write(IntentId intent, byte[] value) {
    int partition = Partitions.of(intent, TestBroker.PARTITIONS);
    byte[] key = intent.toString().getBytes(StandardCharsets.UTF_8);
    var _ =
        processor.send(
            new ProducerRecord<>(connection.topics().events().name(), partition, key, value));
  }
}
