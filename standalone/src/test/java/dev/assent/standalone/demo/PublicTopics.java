package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.cli.session.NodeFiles;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.standalone.node.Node;
import dev.assent.standalone.node.NodeOptions;
import dev.assent.testing.kafka.TopicLog;
import dev.assent.wire.AvroWire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.submissions.PublicRequest;
import dev.assent.wire.topic.Topics;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A whole node, and its public topics as plain Kafka clients see them: a service that submits, an
/// agent that reports.
final class PublicTopics implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);
  static final int PARTITIONS = 4;

  final Connection connection;
  final AvroWire wire;
  final DemoScenario scenario = DemoScenario.load();
  final NodeFiles.Keys keys;
  final SubmissionSigner signer;
  private final Node node;
  private final KafkaProducer<byte[], byte[]> producer;

  private PublicTopics(Node node) throws Exception {
    this.node = node;
    NodeFiles.Node place = place();
    Map<String, String> settings =
        Map.of(
            Connection.KAFKA_CONFIG,
            node.files().kafkaFile().toString(),
            "assent.kafka.bootstrap-servers",
            place.bootstrapServers(),
            "assent.registry.url",
            place.registryUrl());
    connection = Connection.read(name -> Optional.ofNullable(settings.get(name)), Map.of());
    wire = AvroWire.connect(connection);
    producer = producer(Map.of());
    keys = node.files().keys().orElseThrow();
    signer = SubmissionSigner.of(keys.initiatorKey());
    gateway().post("/v1/scenarios/apply", scenario.bundle()); // its agent and its type's policy
  }

  static PublicTopics start(Path folder) throws Exception {
    return new PublicTopics(
        Node.start(
            new NodeOptions(folder, 0, 0, 0, 0, PARTITIONS, false, false, false),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)));
  }

  NodeFiles.Node place() throws Exception {
    return node.files().node().orElseThrow();
  }

  DemoClient gateway() throws Exception {
    return new DemoClient(place().gatewayUrl(), keys.initiatorKey());
  }

  /// @param more settings of this producer alone
  KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> properties = connection.clientProperties();
    properties.putAll(more);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  PublicRequest.Submit request() {
    return PublicRequest.Submit.of(
        UUID.randomUUID(),
        scenario.bundle().at("/intent/type").asText(),
        scenario.agent(),
        "{\"target\":\"db-1\"}");
  }

  /// Without a key, in a partition of the sender's liking.
  void send(String topic, byte[] value, Optional<SubmissionSigner> by) throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, PARTITIONS - 1, null, value);
    by.ifPresent(s -> s.sign(record));
    producer.send(record).get(30, TimeUnit.SECONDS);
  }

  void submit(PublicRequest.Submission request) throws Exception {
    byte[] value = wire.submissions().encode(request);
    send(connection.topics().submissions().name(), value, Optional.of(signer));
  }

  void report(PublicRequest.Report report) throws Exception {
    send(connection.topics().reports().name(), wire.reports().encode(report), Optional.empty());
  }

  Result answer(PublicRequest request) {
    return answers(request, 1).getFirst();
  }

  /// @param least how many there must be
  List<Result> answers(PublicRequest request, int least) {
    return await().atMost(SOON).until(() -> answers(request), there -> there.size() >= least);
  }

  /// Those that are there by now, in their order.
  List<Result> answers(PublicRequest request) {
    return committed(connection.topics().results(), wire.results()).stream()
        .filter(entry -> entry.key().equals(request.requestId().toString()))
        .map(TopicLog.Entry::value)
        .toList();
  }

  Rejection.Code refusal(PublicRequest request) {
    Result answer = answer(request);
    assertThat(answer).isInstanceOf(Result.Rejected.class);
    return ((Result.Rejected) answer).rejection().code();
  }

  Topics.Topic agentTopic() {
    return connection.topics().agent(new AgentAddress("local", "default", scenario.agent()));
  }

  Delivery delivery(Result accepted) {
    Topics.Topic topic = agentTopic();
    return await()
        .atMost(SOON)
        .until(
            () ->
                committed(topic, wire.deliveries()).stream()
                    .filter(entry -> entry.key().equals(accepted.intent().toString()))
                    .map(TopicLog.Entry::value)
                    .filter(delivery -> delivery.intent().equals(accepted.intent()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  static PublicRequest.Report report(Delivery delivery, String agent, String token) {
    return new PublicRequest.Report(
        UUID.randomUUID(),
        delivery.stepIntent().toString(),
        agent,
        delivery.attempt(),
        token,
        "COMPLETE",
        "{\"action\":\"complete\",\"valid\":true}",
        "");
  }

  /// As the agent whose delivery it is.
  static PublicRequest.Report complete(Delivery delivery) {
    return report(delivery, delivery.agent().toString(), delivery.token());
  }

  <T> List<TopicLog.Entry<T>> committed(Topics.Topic topic, Codec<T> codec) {
    return TopicLog.all(connection.clientProperties(), topic.name(), codec::decode);
  }

  @Override
  public void close() {
    producer.close();
    node.close();
  }
}
