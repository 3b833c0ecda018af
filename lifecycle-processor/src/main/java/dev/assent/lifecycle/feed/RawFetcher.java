package dev.assent.lifecycle.feed;

import dev.assent.lifecycle.feed.Places.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/// Fetches partitions as they lie on the broker, compressed: `KafkaConsumer` decompresses before it
/// can be asked how much that will be. Not for several threads, but for [#wakeup].
final class RawFetcher implements AutoCloseable {
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(100);
  private static final Duration LONG_POLL = Duration.ofMillis(500);

  /// While another partition is still worked on, which may want more at any moment.
  private static final Duration SHORT_POLL = Duration.ofMillis(50);

  private final Places places;
  private final Metrics metrics = new Metrics();
  private final NetworkClient client;

  /// What each broker was asked for and has not answered yet, by its id.
  private final Map<String, Map<TopicPartition, Long>> underWay = new HashMap<>();

  private Map<TopicPartition, Place> known = Map.of();
  private boolean stale = true;
  private long lookedAt = System.nanoTime() - LOOK_AGAIN_AFTER.toNanos();

  RawFetcher(Map<String, Object> connection, String name, Places places) {
    this.places = places;
    Map<String, Object> properties = new HashMap<>(connection);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    this.client = client(new ConsumerConfig(properties), name);
  }

  private NetworkClient client(ConsumerConfig config, String name) {
    LogContext log = new LogContext("[" + name + "] ");
    Selector selector =
        new Selector(
            config.getLong(ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG),
            metrics,
            Time.SYSTEM,
            "assent-feed",
            ClientUtils.createChannelBuilder(config, Time.SYSTEM, log),
            log);
    return new NetworkClient(
        selector,
        new ManualMetadataUpdater(),
        name,
        1,
        config.getLong(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG),
        config.getLong(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG),
        config.getInt(ConsumerConfig.SEND_BUFFER_CONFIG),
        config.getInt(ConsumerConfig.RECEIVE_BUFFER_CONFIG),
        config.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG),
        config.getLong(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG),
        config.getLong(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG),
        Time.SYSTEM,
        true,
        new ApiVersions(),
        log,
        MetadataRecoveryStrategy.NONE);
  }

  /// What came of one partition.
  ///
  /// @param from the offset that was asked for
  record Fetched(TopicPartition partition, long from, PartitionData data) {
    boolean isOutOfRange() {
      return data.errorCode() == Errors.OFFSET_OUT_OF_RANGE.code();
    }
  }

  /// Asks for what is wanted and is not asked for yet, and waits a little for answers.
  ///
  /// @param wanted partitions and the offset of each
  /// @param busy whether other partitions may soon be wanted
  List<Fetched> poll(Map<TopicPartition, Long> wanted, boolean busy, Duration wait) {
    if (!wanted.isEmpty()) {
      look(wanted);
      ask(wanted, busy ? SHORT_POLL : LONG_POLL);
    }
    List<Fetched> all = new ArrayList<>();
    for (ClientResponse response : client.poll(wait.toMillis(), Time.SYSTEM.milliseconds())) {
      all.addAll(fetched(response));
    }
    return all;
  }

  private void look(Map<TopicPartition, Long> wanted) {
    boolean missing = stale || !known.keySet().containsAll(wanted.keySet());
    if (missing && System.nanoTime() - lookedAt >= LOOK_AGAIN_AFTER.toNanos()) {
      known = places.of(wanted.keySet().stream().map(TopicPartition::topic).distinct().toList());
      stale = false;
      lookedAt = System.nanoTime();
    }
  }

  private void ask(Map<TopicPartition, Long> wanted, Duration wait) {
    Map<Node, Map<TopicPartition, Long>> byLeader = new HashMap<>();
    wanted.forEach(
        (partition, offset) -> {
          Place place = known.get(partition);
          if (place != null) {
            byLeader.computeIfAbsent(place.leader(), _ -> new HashMap<>()).put(partition, offset);
          }
        });
    byLeader.forEach((leader, partitions) -> ask(leader, partitions, wait));
  }

  private void ask(Node leader, Map<TopicPartition, Long> partitions, Duration wait) {
    long now = Time.SYSTEM.milliseconds();
    if (underWay.containsKey(leader.idString())) {
      return;
    }
    if (!client.ready(leader, now)) {
      stale |= client.connectionFailed(leader); // it may lead no longer
      return;
    }
    Map<TopicPartition, FetchRequest.PartitionData> asked = new LinkedHashMap<>();
    partitions.forEach((partition, offset) -> asked.put(partition, data(partition, offset)));
    FetchRequest.Builder request =
        FetchRequest.Builder.forConsumer(
                ApiKeys.FETCH.latestVersion(), (int) wait.toMillis(), 1, asked)
            .isolationLevel(IsolationLevel.READ_COMMITTED)
            .setMaxBytes(Bounds.FETCH_BYTES);
    client.send(client.newClientRequest(leader.idString(), request, now, true), now);
    underWay.put(leader.idString(), Map.copyOf(partitions));
  }

  private FetchRequest.PartitionData data(TopicPartition partition, long offset) {
    Uuid topic = Objects.requireNonNull(known.get(partition)).topic();
    return new FetchRequest.PartitionData(
        topic,
        offset,
        FetchRequest.INVALID_LOG_START_OFFSET,
        Bounds.FETCH_PARTITION_BYTES,
        Optional.empty());
  }

  private List<Fetched> fetched(ClientResponse response) {
    Map<TopicPartition, Long> asked =
        Objects.requireNonNullElse(underWay.remove(response.destination()), Map.of());
    if (!response.hasResponse()) {
      stale = true;
      return List.of();
    }
    FetchResponse answer = (FetchResponse) response.responseBody();
    stale |= answer.error() != Errors.NONE;
    Map<Uuid, String> names =
        known.entrySet().stream()
            .collect(
                Collectors.toMap(
                    place -> place.getValue().topic(),
                    place -> place.getKey().topic(),
                    (a, _) -> a));
    List<Fetched> all = new ArrayList<>();
    answer
        .responseData(names, response.requestHeader().apiVersion())
        .forEach(
            (partition, data) -> {
              Long from = asked.get(partition);
              Fetched one = new Fetched(partition, from == null ? -1 : from, data);
              if (data.errorCode() == Errors.NONE.code() || one.isOutOfRange()) {
                all.add(one);
              } else {
                stale = true;
              }
            });
    return all;
  }

  /// Ends a [#poll] that waits.
  void wakeup() {
    client.wakeup();
  }

  @Override
  public void close() {
    client.close();
    metrics.close();
  }
}
