package dev.assent.lifecycle.stream;

import dev.assent.platform.streams.LocalStores;
import dev.assent.wire.topic.Topics;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/// Commands in; facts, audit records, answers and deliveries out, all in one transaction. Bytes
/// travel inside: the processor decodes and encodes, so that a record which cannot be read becomes
/// a dead letter with its cause instead of an exception out of its reach.
public final class LifecycleTopology {
  private LifecycleTopology() {}

  /// @param changelog settings of the store's changelog topic
  /// @param ingest for the public topics: a sub-topology of its own, on the same threads and in the
  ///   same transactions
  public static Topology build(Map<String, String> changelog, Shell shell, IngestShell ingest) {
    Topics topics = shell.topics();
    Serializer<Out> key = (topic, out) -> out.key();
    Serializer<byte[]> value = new ByteArraySerializer();
    StreamPartitioner<Out, byte[]> route =
        (topic, out, bytes, partitions) -> out.partition(partitions);
    Topology topology = new Topology();
    topology.addSource(
        Names.COMMANDS,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topics.commands().name());
    topology.addProcessor(Names.LIFECYCLE, shell, Names.COMMANDS);
    topology.addStateStore(
        LocalStores.store(Names.INTENTS).withLoggingEnabled(changelog), Names.LIFECYCLE);
    topology.addSink(Names.EVENTS, topics.events().name(), key, value, route, Names.LIFECYCLE);
    topology.addSink(Names.AUDIT, topics.audit().name(), key, value, route, Names.LIFECYCLE);
    topology.addSink(Names.RESULTS, topics.results().name(), key, value, route, Names.LIFECYCLE);
    topology.addSink(Names.AGENTS, agentTopic(), key, value, route, Names.LIFECYCLE);
    topology.addSink(
        Names.DEAD_LETTERS, topics.deadLetters().name(), key, value, route, Names.LIFECYCLE);
    addIngest(topology, topics, ingest, key, value, route);
    addGuard(topology, shell, key, value, route);
    return topology;
  }

  /// After the lifecycle: sub-topologies are numbered as they come, and the store's folder has the
  /// number in its name.
  private static void addIngest(
      Topology topology,
      Topics topics,
      IngestShell ingest,
      Serializer<Out> key,
      Serializer<byte[]> value,
      StreamPartitioner<Out, byte[]> route) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        Names.PUBLIC_REQUESTS,
        new InTurn(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topics.submissions().name(),
        topics.reports().name());
    topology.addProcessor(Names.INGEST, ingest, Names.PUBLIC_REQUESTS);
    topology.addSink(
        Names.INGEST_COMMANDS, topics.commands().name(), key, value, route, Names.INGEST);
    topology.addSink(
        Names.INGEST_RESULTS, topics.results().name(), key, value, route, Names.INGEST);
    topology.addSink(
        Names.INGEST_DEAD_LETTERS, topics.deadLetters().name(), key, value, route, Names.INGEST);
  }

  /// Behind the others, for the same reason.
  private static void addGuard(
      Topology topology,
      Shell shell,
      Serializer<Out> key,
      Serializer<byte[]> value,
      StreamPartitioner<Out, byte[]> route) {
    Topics topics = shell.topics();
    topology.addSource(
        Names.DIRECTORY,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topics.directory().name());
    topology.addProcessor(
        Names.GUARD,
        new DirectoryGuard(shell.doors(), shell.wire(), shell.meters()),
        Names.DIRECTORY);
    topology.addSink(Names.GUARD_AUDIT, topics.audit().name(), key, value, route, Names.GUARD);
    topology.addSink(
        Names.GUARD_DEAD_LETTERS, topics.deadLetters().name(), key, value, route, Names.GUARD);
  }

  private static TopicNameExtractor<Out, byte[]> agentTopic() {
    return (out, bytes, context) -> {
      if (out instanceof Out.ToAgent agent) {
        return agent.topic();
      }
      throw new IllegalStateException("expected a delivery to an agent, but got " + out);
    };
  }
}
