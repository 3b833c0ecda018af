package dev.assent.bench.kafka;

import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.testing.kafka.TopicLog;
import dev.assent.wire.AvroWire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.submissions.PublicRequest;
import dev.assent.wire.topic.Topics;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Submissions and reports by producing, answers by their request's id, deliveries and facts by
/// consuming (docs/kafka.md). Safe for use by many threads.
public final class KafkaDoor implements Closeable {
  /// How long an answer is waited for: as long as a client of the HTTP doors does.
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(70);

  private final Connection connection;
  private final Topics topics;
  private final AvroWire wire;
  private final SubmissionSigner signer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, CompletableFuture<Result>> waiting = new ConcurrentHashMap<>();
  private final Follower<Result> answers;

  private KafkaDoor(Connection connection, SubmissionSigner signer) {
    this.connection = connection;
    this.topics = connection.topics();
    this.wire = AvroWire.connect(connection);
    this.signer = signer;
    Map<String, Object> properties = connection.clientProperties();
    properties.put("acks", "all");
    properties.put("linger.ms", 0);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    answers =
        Follower.start(
            "answers", open(topics.results().name(), wire.results(), false), this::answered);
    var _ =
        answers
            .broken()
            .exceptionally(
                cause -> {
                  waiting.values().forEach(each -> each.completeExceptionally(cause));
                  return null;
                });
  }

  /// Returns once no answer to a later request can be missed.
  ///
  /// @param apiKey the submitting service's; its records are signed with what follows from it
  public static KafkaDoor open(Connection connection, String apiKey) {
    return new KafkaDoor(connection, SubmissionSigner.of(apiKey));
  }

  /// A request under way.
  ///
  /// @param acknowledged done when the brokers have the record
  /// @param answer what was read from the results, once it is committed; fails when the record
  ///   could not be sent
  public record Sent(CompletableFuture<Void> acknowledged, CompletableFuture<Result> answer) {

    /// Waits for it.
    ///
    /// @throws IllegalStateException when it is refused, or there is no answer in time
    public Result.Accepted accepted(String request) {
      try {
        return switch (answer.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
          case Result.Accepted accepted -> accepted;
          case Result.Rejected(_, _, Rejection rejection) ->
              throw new IllegalStateException(
                  request + " was answered " + rejection.code() + ": " + rejection.message());
        };
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException(
            request + " was not answered within " + ANSWER_WITHIN.toSeconds() + " s", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while " + request + " was under way", e);
      }
    }
  }

  public Sent submit(PublicRequest.Submission request) {
    byte[] value = wire.submissions().encode(request);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topics.submissions().name(), value);
    signer.sign(record);
    return send(request.requestId(), record);
  }

  public Sent report(PublicRequest.Report request) {
    byte[] value = wire.reports().encode(request);
    return send(request.requestId(), new ProducerRecord<>(topics.reports().name(), value));
  }

  /// The same request may be sent again: whichever answer is read first is the answer of both.
  private Sent send(UUID requestId, ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Result> answer =
        waiting.computeIfAbsent(requestId.toString(), _ -> new CompletableFuture<>());
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    var _ =
        producer.send(
            record,
            (_, failure) -> {
              if (failure == null) {
                acknowledged.complete(null);
              } else {
                acknowledged.completeExceptionally(failure);
                waiting.remove(requestId.toString(), answer);
                answer.completeExceptionally(failure);
              }
            });
    return new Sent(acknowledged, answer);
  }

  /// The topic has the answers to everybody; only the own ones are decoded.
  private void answered(TopicLog.Entry<Result> entry) {
    CompletableFuture<Result> mine = waiting.get(entry.key());
    if (mine != null) {
      mine.complete(entry.value());
      waiting.remove(entry.key(), mine);
    }
  }

  /// An agent's own topic, from its beginning.
  public Follower<Delivery> deliveries(AgentAddress agent, Consumer<Delivery> each) {
    return Follower.start(
        "deliveries",
        open(topics.agent(agent).name(), wire.deliveries(), true),
        entry -> each.accept(entry.value()));
  }

  /// What happens from now on, to whichever intent.
  public Follower<Happened> facts(Consumer<Happened> each) {
    return Follower.start(
        "facts",
        open(topics.events().name(), wire.events(), false),
        entry -> each.accept(entry.value()));
  }

  private <T> TopicLog<T> open(String topic, Codec<T> codec, boolean fromBeginning) {
    return TopicLog.open(connection.clientProperties(), topic, codec::decode, fromBeginning);
  }

  @Override
  public void close() {
    producer.close();
    answers.close();
  }
}
