package dev.assent.platform.directory;

import static dev.assent.platform.kafka.Completions.EACH_ON_ITS_OWN_THREAD;
import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ISOLATION_LEVEL_CONFIG;

import dev.assent.contract.audit.AuditRecord;
import dev.assent.platform.bus.BusException;
import dev.assent.platform.deadletters.Fault;
import dev.assent.platform.kafka.Clients;
import dev.assent.platform.kafka.PollLoop;
import dev.assent.platform.log.SparseLog;
import dev.assent.platform.views.ViewUnavailableException;
import dev.assent.wire.Wire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.directory.DirectoryEntry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The directory over its compacted topic of one partition. The last writer of an entry wins. An
/// entry that cannot be read is logged and passed over: a newer program may have written it, and
/// everybody else must still get in. One that no door made, or that lies under another row's key,
/// is never an entry (ADR 0034).
public final class KafkaDirectory extends IndexedDirectory implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(KafkaDirectory.class);
  private static final SparseLog LINES = SparseLog.of(KafkaDirectory.class);
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final Duration REGISTRY_PAUSE = Duration.ofMillis(500);
  private static final Duration CATCH_UP_LOOK = Duration.ofMillis(1);
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(5);
  private static final Duration PUT_WITHIN = Duration.ofSeconds(15);

  private final Codec<DirectoryEntry> codec;
  private final Doors doors;
  private final TopicPartition topic;
  private final DirectoryListener listener;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AuditedWrites audited;
  private final ConcurrentNavigableMap<Long, CompletableFuture<Void>> awaited =
      new ConcurrentSkipListMap<>();
  private final long endAtStart;
  private final PollLoop loop;
  private final Connection connection;
  private final SharedLook end = new SharedLook(this::catchUp);
  private @Nullable Admin admin;
  private volatile long position;
  private volatile boolean closed;

  /// Returns when the broker has told how much there is to read; [#ready] tells when it is read.
  ///
  /// @throws IllegalStateException when the broker or the topic is not there within 30 s
  public static KafkaDirectory start(Connection connection, Wire wire) {
    return start(connection, wire, DirectoryListener.NOBODY);
  }

  /// The same, and somebody hears of every change.
  public static KafkaDirectory start(Connection connection, Wire wire, DirectoryListener listener) {
    KafkaConsumer<byte[], byte[]> consumer =
        Clients.consumer(
            connection,
            Map.of(AUTO_OFFSET_RESET_CONFIG, "earliest", ISOLATION_LEVEL_CONFIG, "read_committed"));
    try {
      return new KafkaDirectory(connection, wire, listener, consumer);
    } catch (KafkaException | IllegalStateException e) {
      consumer.close();
      throw new IllegalStateException(
          "expected a broker with Assent's directory topic at "
              + connection.bootstrapServers()
              + ", but "
              + e.getMessage(),
          e);
    }
  }

  private KafkaDirectory(
      Connection connection,
      Wire wire,
      DirectoryListener listener,
      KafkaConsumer<byte[], byte[]> consumer) {
    super(Clock.systemUTC());
    this.connection = connection;
    this.codec = wire.directory();
    this.doors = connection.doors();
    if (!doors.seal().known()) {
      LOGGER.warn(
          "assent.doors.key is not set: whoever may write to the topics of commands and of the"
              + " directory is believed");
    }
    this.listener = listener;
    this.topic = new TopicPartition(connection.topics().directory().name(), 0);
    int partitions = Clients.partitions(consumer, topic.topic());
    if (partitions != 1) {
      throw new IllegalStateException(
          "topic " + topic.topic() + " has " + partitions + " partitions instead of 1");
    }
    consumer.assign(List.of(topic));
    consumer.seekToBeginning(List.of(topic));
    this.position = consumer.position(topic, START_WITHIN);
    this.endAtStart = consumer.endOffsets(List.of(topic), START_WITHIN).getOrDefault(topic, 0L);
    this.producer = Clients.producer(connection, PUT_WITHIN);
    this.audited = new AuditedWrites(connection, wire);
    this.loop = PollLoop.start("assent-directory", consumer, this::read);
  }

  private void read(ConsumerRecords<byte[], byte[]> batch) {
    for (ConsumerRecord<byte[], byte[]> row : batch) {
      read(row);
    }
    OffsetAndMetadata next = batch.nextOffsets().get(topic);
    if (next != null) {
      position = next.offset();
      completeReadBack();
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> row) {
    if (row.key() == null) {
      LINES
          .at(Level.WARN, "without a key")
          .addKeyValue("offset", row.offset())
          .log("A directory entry has no key");
      return;
    }
    String key = new String(row.key(), StandardCharsets.UTF_8);
    if (!doors.made(row)) {
      refused(row, "no door sealed it");
      return;
    }
    try {
      DirectoryEntry entry = row.value() == null ? null : decode(row.value());
      if (entry != null && !entry.key().equals(key)) {
        refused(row, "it lies under another row's key");
        return;
      }
      set(key, entry);
      listener.changed(key, Optional.ofNullable(entry));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LINES
          .at(Level.ERROR, e)
          .addKeyValue("key", key)
          .addKeyValue("offset", row.offset())
          .setCause(e)
          .log("A directory entry cannot be read");
    }
  }

  /// The processor tells the audit trail of it (DirectoryGuard).
  private static void refused(ConsumerRecord<byte[], byte[]> row, String why) {
    LINES
        .at(Level.ERROR, why)
        .addKeyValue("topic", row.topic())
        .addKeyValue("offset", row.offset())
        .addKeyValue("why", why)
        .log("A directory entry that no door made was refused");
  }

  /// Without the registry nothing can be read, and nobody can be let in: it is waited for.
  private DirectoryEntry decode(byte[] value) {
    while (true) {
      try {
        return codec.decode(value);
      } catch (RuntimeException e) {
        if (!Fault.isOfCircumstances(e)) {
          throw e;
        }
        LOGGER.atWarn().setCause(e).log("The directory waits for the schema registry");
        pause(e);
      }
    }
  }

  private void pause(RuntimeException cause) {
    try {
      Thread.sleep(REGISTRY_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closed || Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("the directory is closing", cause);
    }
  }

  private void completeReadBack() {
    Map<Long, CompletableFuture<Void>> done = awaited.headMap(position);
    for (Long offset : done.keySet()) {
      CompletableFuture<Void> future = awaited.remove(offset);
      if (future != null) {
        EACH_ON_ITS_OWN_THREAD.execute(() -> future.complete(null));
      }
    }
  }

  @Override
  public CompletableFuture<Void> put(DirectoryEntry entry) {
    try {
      return write(entry.key(), codec.encode(entry));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e); // it could not be encoded
    }
  }

  @Override
  public CompletableFuture<Void> remove(DirectoryEntry entry) {
    return write(entry.key(), null);
  }

  @Override
  public CompletableFuture<Void> put(DirectoryEntry entry, AuditRecord audit) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    EACH_ON_ITS_OWN_THREAD.execute(
        () -> {
          try {
            awaitReadBack(audited.write(row(entry.key(), codec.encode(entry)), audit), done);
          } catch (KafkaException e) {
            done.completeExceptionally(notWritten(e));
          } catch (RuntimeException e) {
            done.completeExceptionally(e); // it could not be encoded
          }
        });
    return done.orTimeout(PUT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private ProducerRecord<byte[], byte[]> row(String key, byte @Nullable [] value) {
    ProducerRecord<byte[], byte[]> row =
        new ProducerRecord<>(topic.topic(), 0, key.getBytes(StandardCharsets.UTF_8), value);
    doors.seal().seal(row);
    return row;
  }

  private void awaitReadBack(long offset, CompletableFuture<Void> done) {
    awaited.put(offset, done);
    completeReadBack();
  }

  /// @param value null takes the row out
  private CompletableFuture<Void> write(String key, byte @Nullable [] value) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      var _ =
          producer.send(
              row(key, value),
              (written, failure) -> {
                if (failure == null) {
                  awaitReadBack(written.offset(), done);
                } else {
                  EACH_ON_ITS_OWN_THREAD.execute(
                      () -> done.completeExceptionally(notWritten(failure)));
                }
              });
    } catch (KafkaException e) {
      done.completeExceptionally(notWritten(e));
    }
    return done.orTimeout(PUT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static BusException notWritten(Exception failure) {
    return new BusException(
        BusException.Kind.UNREACHABLE,
        "expected the broker to acknowledge the directory entry, but " + failure.getMessage(),
        failure);
  }

  /// Reads on to where the topic ends now, so that what was answered before this call is known
  /// after it. A transaction that is still open does not count: nobody was told that it is done.
  ///
  /// @throws KafkaException when it does not get there in time: what is not found may be there, so
  ///   that nothing may be refused for it
  public void catchUp(Duration within) {
    catchUp(admin(), within);
  }

  /// Most instances of a service never ask.
  private synchronized Admin admin() {
    if (admin == null) {
      admin = Admin.create(connection.clientProperties());
    }
    return admin;
  }

  /// The same with a client that the caller has: for a wait too short to connect one.
  public void catchUp(Admin admin, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    long end = end(admin, within);
    while (position < end && System.nanoTime() < deadline) {
      LockSupport.parkNanos(CATCH_UP_LOOK.toNanos());
    }
    if (position < end) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "expected to read the directory to its end at offset "
              + end
              + " within "
              + within
              + ", but got to "
              + position);
    }
  }

  @Override
  public CompletableFuture<Void> caughtUp() {
    return end.join();
  }

  private void catchUp() {
    try {
      catchUp(CAUGHT_UP_WITHIN);
    } catch (KafkaException e) {
      throw new ViewUnavailableException(
          "expected to read the directory to its end, but " + e.getMessage(), e);
    }
  }

  private long end(Admin admin, Duration within) {
    try {
      return admin
          .listOffsets(
              Map.of(topic, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .partitionResult(topic)
          .get(within.toNanos(), TimeUnit.NANOSECONDS)
          .offset();
    } catch (ExecutionException | TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "expected the broker to tell within " + within + " where the directory ends", e);
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while the broker was to tell an offset", e);
    }
  }

  @Override
  public boolean ready() {
    return position >= endAtStart && loop.running();
  }

  @Override
  public void close() {
    closed = true;
    producer.close(Duration.ofSeconds(5));
    closeAdmin();
    audited.close();
    loop.close();
  }

  private synchronized void closeAdmin() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }
}
