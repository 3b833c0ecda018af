package dev.assent.notifier.stream.agent;

import dev.assent.contract.id.AgentAddress;
import dev.assent.notifier.post.Posting;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.notifier.stream.Feed;
import dev.assent.notifier.stream.NotifierTopology;
import dev.assent.platform.deadletters.DeadLetters;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.keys.SecretBox;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.notification.NotificationOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the topics of all agents in the mode `http`, in the consumer group `assent-notifier-http`.
/// A topic is one agent's, so each partition is worked on by itself and is paused meanwhile: an
/// agent that is slow or gone holds up nobody else. An offset is committed when its delivery is
/// done with, so a crash repeats one delivery of each partition.
public final class AgentFeed implements Feed {
  static final String NAME = "http";

  private static final Logger LOGGER = LoggerFactory.getLogger(AgentFeed.class);
  private static final Duration POLL_IDLE = Duration.ofMillis(200);
  private static final Duration POLL_UNDER_WAY = Duration.ofMillis(20);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final int SESSION_MILLIS = 6_000;
  private static final int RECORDS_AT_A_TIME = 50;

  private final Connection connection;
  private final KafkaDirectory directory;
  private final Receivers receivers;
  private final Supplier<AgentDeliveries> deliveries;
  private final Semaphore changes = new Semaphore(0);
  private final Map<TopicPartition, PartitionWork> underWay = new HashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().name("assent-agent-post-", 0).daemon().factory());
  private final Thread loop =
      Thread.ofPlatform().name("assent-agent-posts").daemon().unstarted(this::run);
  private volatile @Nullable KafkaConsumer<byte[], byte[]> current;
  private volatile boolean closed;

  AgentFeed(
      Connection connection,
      KafkaDirectory directory,
      Receivers receivers,
      Supplier<AgentDeliveries> deliveries) {
    this.connection = connection;
    this.directory = directory;
    this.receivers = receivers;
    this.deliveries = deliveries;
  }

  /// Nothing is opened before there is an agent to post to.
  ///
  /// @param secrets opens what deliveries are signed with; empty where no key is set
  /// @param told hears of every outcome
  public static AgentFeed of(
      Connection connection,
      Wire wire,
      KafkaDirectory directory,
      Receivers receivers,
      Posting posting,
      Optional<SecretBox> secrets,
      Consumer<NotificationOutcome> told) {
    Clock clock = Clock.systemUTC();
    AgentPoster agents = new AgentPoster(receivers, posting, secrets, clock);
    return new AgentFeed(
        connection,
        directory,
        receivers,
        () ->
            new AgentDeliveries(
                connection,
                wire,
                agents,
                new DeadLetters(connection, NotifierTopology.group(connection, NAME), clock),
                told));
  }

  public void start() {
    loop.start();
  }

  /// The receivers have changed.
  public void look() {
    changes.release();
  }

  private void run() {
    while (!closed) {
      try {
        if (!directory.ready()) {
          Thread.sleep(LOOK_EVERY); // a row that is read so far may not be the agent's last
        } else if (topics().isEmpty()) {
          changes.acquire();
        } else {
          read();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (WakeupException e) {
        // closed says whether it was meant
      } catch (RuntimeException e) {
        LOGGER.atWarn().setCause(e).log("Agents' deliveries cannot be read; trying again");
        pause();
      }
    }
  }

  private Set<String> topics() {
    return receivers.postedAgents().stream()
        .map(DirectoryEntry.Agent::address)
        .map(this::topic)
        .collect(Collectors.toSet());
  }

  private String topic(AgentAddress agent) {
    return connection.topics().agent(agent).name();
  }

  /// Until nobody is posted to.
  private void read() {
    try (AgentDeliveries each = deliveries.get();
        KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      current = consumer;
      Set<String> topics = Set.of();
      while (!closed) {
        changes.drainPermits();
        Set<String> wanted = topics();
        if (wanted.isEmpty()) {
          return;
        }
        if (!wanted.equals(topics)) {
          consumer.subscribe(wanted, new Rebalance(consumer));
          topics = wanted;
        }
        begin(consumer.poll(underWay.isEmpty() ? POLL_IDLE : POLL_UNDER_WAY), each, consumer);
        goOn(consumer);
      }
    } finally {
      current = null;
      underWay.values().forEach(PartitionWork::cancel);
      underWay.clear();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(connection.clientProperties());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, NotifierTopology.group(connection, NAME));
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_A_TIME);
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 3);
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void begin(
      ConsumerRecords<byte[], byte[]> records,
      AgentDeliveries each,
      KafkaConsumer<byte[], byte[]> consumer) {
    for (TopicPartition partition : records.partitions()) {
      PartitionWork work = new PartitionWork(records.records(partition), each);
      underWay.put(partition, work);
      consumer.pause(List.of(partition));
      threads.execute(work);
    }
  }

  private void goOn(KafkaConsumer<byte[], byte[]> consumer) {
    commit(consumer, underWay.keySet());
    underWay
        .entrySet()
        .removeIf(
            entry -> {
              boolean over = entry.getValue().over();
              if (over) {
                commit(consumer, Set.of(entry.getKey()));
                consumer.resume(List.of(entry.getKey()));
              }
              return over;
            });
  }

  /// What cannot be committed is posted again by whoever has the partition then.
  private void commit(
      KafkaConsumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      PartitionWork work = underWay.get(partition);
      if (work != null && work.takeProgress()) {
        offsets.put(partition, new OffsetAndMetadata(work.next()));
      }
    }
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets);
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOGGER.atInfo().setCause(e).log("What was posted could not be committed");
    }
  }

  /// Partitions go to another instance when it comes, and come from one that is gone.
  private final class Rebalance implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;

    Rebalance(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commit(consumer, partitions);
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        PartitionWork work = underWay.remove(partition);
        if (work != null) {
          work.cancel();
        }
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // They are read from their committed offsets.
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting to try again", e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean ready() {
    return loop.isAlive();
  }

  /// The topics of its agents come and go, so they are one here.
  @Override
  public Set<String> reads() {
    return Set.of(connection.topics().beginning() + "agent.*");
  }

  /// As its consumer was told with the last records; those that are being posted are not among
  /// them.
  @Override
  public OptionalLong behind(String topic) {
    KafkaConsumer<byte[], byte[]> reading = current;
    if (reading == null) {
      return receivers.postedAgents().isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
    }
    return OptionalLong.of(
        reading.metrics().values().stream()
            .filter(metric -> metric.metricName().name().equals("records-lag"))
            .map(Metric::metricValue)
            .mapToLong(lag -> lag instanceof Double known && known > 0 ? known.longValue() : 0)
            .sum());
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> reading = current;
    if (reading != null) {
      reading.wakeup();
    }
    changes.release();
    threads.shutdownNow();
    try {
      if (!loop.join(CLOSE)) {
        loop.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
