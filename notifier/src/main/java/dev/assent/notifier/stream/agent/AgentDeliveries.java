package dev.assent.notifier.stream.agent;

import dev.assent.contract.delivery.Delivery;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.DeadLetters;
import dev.assent.platform.deadletters.Fault;
import dev.assent.platform.kafka.Clients;
import dev.assent.platform.log.SparseLog;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// What is done about one record of an agent's topic: posted, reported, put on record. It returns
/// when all of that is acknowledged.
final class AgentDeliveries implements Consumer<ConsumerRecord<byte[], byte[]>>, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(AgentDeliveries.class);
  private static final SparseLog LINES = SparseLog.of(AgentDeliveries.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration DELIVER_WITHIN = Duration.ofMinutes(2);

  /// Its thread has nobody who waits for it.
  private static final Map<String, Object> BLOCK =
      Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.toIntExact(DELIVER_WITHIN.toMillis() / 2));

  private final Wire wire;
  private final AgentPoster poster;
  private final Consumer<NotificationOutcome> told;
  private final String reports;
  private final String notifications;
  private final DeadLetters deadLetters;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicBoolean warned = new AtomicBoolean();

  AgentDeliveries(
      Connection connection,
      Wire wire,
      AgentPoster poster,
      DeadLetters deadLetters,
      Consumer<NotificationOutcome> told) {
    this.wire = wire;
    this.poster = poster;
    this.deadLetters = deadLetters;
    this.told = told;
    this.reports = connection.topics().reports().name();
    this.notifications = connection.topics().notifications().name();
    this.producer = Clients.producer(connection, DELIVER_WITHIN, BLOCK);
  }

  /// A delivery that cannot be read or posted is a dead letter, and its partition goes on; where it
  /// can be read, it is put on record as one that did not get there, too.
  ///
  /// @throws RuntimeException when the broker or the registry fails: the delivery may be good
  @Override
  public void accept(ConsumerRecord<byte[], byte[]> record) {
    Delivery delivery;
    try {
      delivery = wire.deliveries().decode(record.value());
    } catch (RuntimeException | Error e) {
      Fault.throwIfOfCircumstances(e);
      bury(record, e);
      return;
    }
    try {
      poster.post(delivery).ifPresent(posted -> tell(delivery, posted));
    } catch (RuntimeException | Error e) {
      Fault.throwIfOfCircumstances(e);
      bury(record, Fault.withoutMessage(e)); // it may quote the agent's URL
      tell(delivery, poster.broken(delivery, e));
    }
  }

  private void tell(Delivery delivery, AgentPoster.Posted posted) {
    NotificationOutcome outcome = posted.outcome();
    Future<?> told =
        producer.send(
            new ProducerRecord<>(
                notifications,
                outcome.dedupeKey().getBytes(StandardCharsets.UTF_8),
                wire.notifications().encode(outcome)));
    posted.report().flatMap(report -> sent(delivery, report)).ifPresent(AgentDeliveries::await);
    await(told);
    this.told.accept(outcome);
  }

  private Optional<Future<?>> sent(Delivery delivery, PublicRequest.Report report) {
    if (delivery.token().isEmpty()) {
      if (!warned.getAndSet(true)) {
        LOGGER.warn(
            "Agents in the mode http cannot be acknowledged: the processor has no"
                + " ASSENT_STEP_TOKENS_SECRET, so their deliveries are repeated until they are"
                + " given up");
      }
      return Optional.empty();
    }
    return Optional.of(
        producer.send(
            new ProducerRecord<>(
                reports,
                delivery.intent().toString().getBytes(StandardCharsets.US_ASCII),
                wire.reports().encode(report))));
  }

  private void bury(ConsumerRecord<byte[], byte[]> record, Throwable cause) {
    LINES
        .at(Level.ERROR, cause)
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .setCause(cause)
        .log("A delivery cannot be read or posted; it is in the dead letters");
    await(
        deadLetters.keep(
            new DeadLetter.Origin(
                record.topic(), record.partition(), record.offset(), record.timestamp()),
            record.key(),
            record.value(),
            record.headers(),
            cause));
  }

  private static void await(Future<?> acknowledged) {
    try {
      acknowledged.get();
    } catch (ExecutionException e) {
      throw new KafkaException("expected the broker to acknowledge a record", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while the broker was to acknowledge", e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
    deadLetters.close();
  }
}
