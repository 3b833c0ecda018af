package dev.assent.notifier.stream.webhook;

import dev.assent.platform.streams.LocalStores;
import dev.assent.wire.topic.Topics;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/// The webhook channel's stream, in three parts of their own: facts to events, the directory's rows
/// to events, and events to deliveries.
///
/// At least once: before Kafka Streams commits a record's offset it flushes what was written for
/// it. The events that a record is matched to have the same ids when it is read again, and a
/// delivery is a row before its event is committed.
final class WebhookTopology {
  private WebhookTopology() {}

  /// What the parts do.
  record Parts(
      ProcessorSupplier<byte[], byte[], byte[], byte[]> threads,
      ProcessorSupplier<byte[], byte[], byte[], byte[]> catalogues,
      ProcessorSupplier<byte[], byte[], byte[], byte[]> outbox) {}

  static Topology build(Topics topics, Parts parts) {
    Topology topology = new Topology();
    source(topology, Names.FACTS, topics.events());
    topology
        .addProcessor(Names.THREAD_MATCHER, parts.threads(), Names.FACTS)
        .addStateStore(store(Names.THREADS), Names.THREAD_MATCHER);
    sink(topology, Names.THREAD_EVENTS, topics.webhooks(), Names.THREAD_MATCHER);
    sink(topology, Names.THREAD_DEAD_LETTERS, topics.deadLetters(), Names.THREAD_MATCHER);

    source(topology, Names.CATALOGUES, topics.directory());
    topology.addProcessor(Names.CATALOGUE_MATCHER, parts.catalogues(), Names.CATALOGUES);
    sink(topology, Names.CATALOGUE_EVENTS, topics.webhooks(), Names.CATALOGUE_MATCHER);

    source(topology, Names.EVENTS, topics.webhooks());
    topology
        .addProcessor(Names.OUTBOX, parts.outbox(), Names.EVENTS)
        .addStateStore(store(Names.DELIVERIES), Names.OUTBOX);
    sink(topology, Names.OUTCOMES, topics.notifications(), Names.OUTBOX);
    sink(topology, Names.OUTBOX_DEAD_LETTERS, topics.deadLetters(), Names.OUTBOX);
    return topology;
  }

  /// From the beginning: whose thread is open must be known, however old it is, and what was posted
  /// before the channel ran for the first time may have a subscriber.
  private static void source(Topology topology, String name, Topics.Topic topic) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        name,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic.name());
  }

  private static void sink(Topology topology, String name, Topics.Topic topic, String from) {
    topology.addSink(
        name, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), from);
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return LocalStores.store(name).withLoggingEnabled(Map.of()).withCachingEnabled();
  }
}
