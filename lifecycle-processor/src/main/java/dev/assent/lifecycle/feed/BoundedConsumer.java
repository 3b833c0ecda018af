package dev.assent.lifecycle.feed;

import dev.assent.platform.streams.SteadyConsumer;
import dev.assent.wire.connection.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.StreamsRebalanceData;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/// Kafka Streams' main consumer, which fetches everything but the public topics. Those are always
/// paused in it, and what a [PublicFeed] read is put among its records. Groups, assignments,
/// positions and commits are the consumer's: its position is where a partition is read on.
///
/// Made by Kafka Streams, for each of its threads; not for several threads.
public final class BoundedConsumer extends SteadyConsumer {
  /// The consumer setting that holds a [Source].
  public static final String SOURCE = "assent.public.source";

  /// @param topics the public ones
  /// @param batches told how many records were handed out at a time
  /// @param idle kept here: the public partitions in which nothing waits to be handed out
  public record Source(
      Connection connection,
      Set<String> topics,
      SchemaCheck schemas,
      BatchListener batches,
      Set<TopicPartition> idle) {
    public Source {
      topics = Set.copyOf(topics);
    }
  }

  /// Hears of records that Kafka's interceptors do not see.
  @FunctionalInterface
  public interface BatchListener {
    void handedOut(int records);
  }

  private final Set<TopicPartition> running = new HashSet<>();
  private @Nullable Source source;
  private @Nullable Admin admin;
  private @Nullable PublicFeed feed;
  private @Nullable Bell bell;

  /// In the poll before: Kafka Streams has processed it by the next.
  private boolean broughtSomething;

  @Override
  public void wrapConsumer(
      AsyncKafkaConsumer<byte[], byte[]> consumer,
      Map<String, Object> config,
      Optional<StreamsRebalanceData> streams) {
    super.wrapConsumer(consumer, config, streams);
    Source given = (Source) Objects.requireNonNull(config.get(SOURCE), SOURCE);
    Map<String, Object> properties = given.connection().clientProperties();
    String name = "assent-feed-" + config.get("client.id");
    Admin places = Admin.create(properties);
    Bell ready = new Bell(delegate::wakeup);
    source = given;
    admin = places;
    bell = ready;
    feed =
        new PublicFeed(
            new RawFetcher(properties, name, Places.of(places)),
            given.schemas(),
            given.idle(),
            ready,
            name);
  }

  /// Asks for positions before anything is fetched: what that throws, a partition without a
  /// committed offset for one, Kafka Streams takes to have come without records, and goes on.
  /// Records that were fetched already would be passed over, unprocessed, for ever.
  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (broughtSomething) {
      Quiet.ofThisThread().busy();
    }
    followAll();
    ConsumerRecords<byte[], byte[]> others = others(timeout);
    retainAssigned();
    List<Lot> lots = new ArrayList<>();
    for (TopicPartition partition : running) {
      if (canHandOut(partition)) {
        feed().take(partition).ifPresent(lots::add);
      }
    }
    broughtSomething = !others.isEmpty() || !lots.isEmpty();
    return lots.isEmpty() ? others : together(others, lots);
  }

  /// Only a partition that is not read yet needs its place, and to be assigned still.
  private void followAll() {
    for (TopicPartition partition : running) {
      if (!feed().isOpen(partition) || feed().isOutOfRange(partition)) {
        retainAssigned();
        running.forEach(this::follow);
        return;
      }
    }
  }

  private ConsumerRecords<byte[], byte[]> others(Duration timeout) {
    if (isWaiting()) {
      return delegate.poll(Duration.ZERO);
    }
    Duration longest = Quiet.ofThisThread().longest(timeout);
    return longest.equals(timeout) ? delegate.poll(timeout) : pollUntilRung(longest);
  }

  /// What becomes ready before the wait has begun is seen, and what becomes ready later rings. When
  /// it rings as the wait ends by itself, the consumer would be woken out of its next call, which
  /// may be one of Kafka Streams': the ring is heard here.
  private ConsumerRecords<byte[], byte[]> pollUntilRung(Duration longest) {
    bell().waitBegins();
    try {
      ConsumerRecords<byte[], byte[]> records = woken(isWaiting() ? Duration.ZERO : longest);
      return bell().waitEnds() ? both(records, woken(Duration.ZERO)) : records;
    } catch (RuntimeException e) {
      if (bell().waitEnds() && !woken(Duration.ZERO).isEmpty()) {
        throw new IllegalStateException("expected a consumer that was woken to bring nothing", e);
      }
      throw e;
    }
  }

  /// A poll that the bell may end.
  private ConsumerRecords<byte[], byte[]> woken(Duration longest) {
    try {
      return delegate.poll(longest);
    } catch (WakeupException _) {
      return ConsumerRecords.empty();
    }
  }

  private boolean isWaiting() {
    for (TopicPartition partition : running) {
      if (canHandOut(partition)) {
        return true;
      }
    }
    return false;
  }

  private void retainAssigned() {
    if (!running.isEmpty()) {
      Set<TopicPartition> assigned = delegate.assignment();
      running.retainAll(assigned);
      feed().retain(assigned);
    }
  }

  private boolean canHandOut(TopicPartition partition) {
    return feed().isReady(partition) && HandedOut.ofThisThread().isProcessed(partition);
  }

  /// Reads on where the consumer stands.
  private void follow(TopicPartition partition) {
    if (feed().isOutOfRange(partition)) { // its records are older than the topic keeps them
      feed().shut(partition);
      delegate.seekToBeginning(List.of(partition));
    }
    if (!feed().isOpen(partition)) {
      try {
        feed().open(partition, delegate.position(partition, Duration.ZERO));
        HandedOut.ofThisThread().forget(partition);
      } catch (TimeoutException _) {
        // not known yet: at the next poll
      }
    }
  }

  private static ConsumerRecords<byte[], byte[]> both(
      ConsumerRecords<byte[], byte[]> first, ConsumerRecords<byte[], byte[]> second) {
    if (second.isEmpty()) {
      return first;
    }
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = byPartition(first);
    byPartition(second)
        .forEach(
            (partition, more) ->
                records.merge(
                    partition, more, (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(first.nextOffsets());
    next.putAll(second.nextOffsets());
    return new ConsumerRecords<>(records, next);
  }

  private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition(
      ConsumerRecords<byte[], byte[]> all) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    all.partitions().forEach(partition -> records.put(partition, all.records(partition)));
    return records;
  }

  private ConsumerRecords<byte[], byte[]> together(
      ConsumerRecords<byte[], byte[]> others, List<Lot> lots) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = byPartition(others);
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(others.nextOffsets());
    int count = 0;
    for (Lot lot : lots) {
      OffsetAndMetadata behind = new OffsetAndMetadata(lot.next());
      delegate.seek(lot.partition(), behind);
      next.put(lot.partition(), behind);
      if (!lot.records().isEmpty()) {
        records.put(lot.partition(), lot.records());
        HandedOut.ofThisThread().handed(lot);
        count += lot.records().size();
      }
    }
    if (count > 0) {
      source().batches().handedOut(count);
    }
    return new ConsumerRecords<>(records, next);
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    Quiet.ofThisThread().busy();
    delegate.pause(partitions);
    running.removeAll(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    Quiet.ofThisThread().busy();
    List<TopicPartition> others = new ArrayList<>(partitions.size());
    for (TopicPartition partition : partitions) {
      var _ = isPublic(partition) ? running.add(partition) : others.add(partition);
    }
    if (!others.isEmpty()) {
      delegate.resume(others);
    }
  }

  /// For Kafka Streams a partition is paused only when it paused it.
  @Override
  public Set<TopicPartition> paused() {
    Set<TopicPartition> paused = new HashSet<>(delegate.paused());
    paused.removeAll(running);
    return paused;
  }

  /// A public partition never lets others of its task wait for it.
  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    return isPublic(partition) ? OptionalLong.of(0) : delegate.currentLag(partition);
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    delegate.seek(partition, offset);
    forget(List.of(partition));
  }

  @Override
  public void seek(TopicPartition partition, OffsetAndMetadata offset) {
    delegate.seek(partition, offset);
    forget(List.of(partition));
  }

  @Override
  public void seekToBeginning(Collection<TopicPartition> partitions) {
    delegate.seekToBeginning(partitions);
    forget(partitions);
  }

  @Override
  public void seekToEnd(Collection<TopicPartition> partitions) {
    delegate.seekToEnd(partitions);
    forget(partitions);
  }

  private void forget(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      feed().shut(partition);
      HandedOut.ofThisThread().forget(partition);
    }
  }

  private boolean isPublic(TopicPartition partition) {
    return source().topics().contains(partition.topic());
  }

  private Source source() {
    return Objects.requireNonNull(source, "wrapped first");
  }

  private Bell bell() {
    return Objects.requireNonNull(bell, "wrapped first");
  }

  private PublicFeed feed() {
    return Objects.requireNonNull(feed, "wrapped first");
  }

  @Override
  public void close() {
    closeFeed();
    delegate.close();
  }

  @Override
  @Deprecated
  public void close(Duration timeout) {
    closeFeed();
    delegate.close(timeout);
  }

  @Override
  public void close(CloseOptions option) {
    closeFeed();
    delegate.close(option);
  }

  private void closeFeed() {
    feed().close();
    Admin places = admin;
    if (places != null) {
      places.close(Duration.ZERO);
    }
  }
}
