package dev.assent.platform.directory;

import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTIONAL_ID_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;

import dev.assent.contract.audit.AuditRecord;
import dev.assent.platform.kafka.Clients;
import dev.assent.wire.Wire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Rows of the directory that are written together with their audit record, in one transaction each
/// (ADR 0032). They are rare, so there is one at a time, and no producer for them before the first.
final class AuditedWrites implements AutoCloseable {
  /// What the ids begin with under which these transactions run.
  static final String TRANSACTIONAL_ID = "assent-directory-";

  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final Connection connection;
  private final Codec<AuditRecord> codec;
  private final String auditTopic;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  AuditedWrites(Connection connection, Wire wire) {
    this.connection = connection;
    this.codec = wire.audit();
    this.auditTopic = connection.topics().audit().name();
  }

  /// Returns once both are committed.
  ///
  /// @return the row's offset
  /// @throws KafkaException when they are not; then neither is there
  synchronized long write(ProducerRecord<byte[], byte[]> row, AuditRecord audit) {
    byte[] value = codec.encode(audit);
    byte[] key = audit.commandId().toString().getBytes(StandardCharsets.UTF_8);
    try {
      KafkaProducer<byte[], byte[]> to = producer();
      to.beginTransaction();
      Future<RecordMetadata> written = to.send(row);
      var _ =
          to.send(new ProducerRecord<>(auditTopic, null, audit.at().toEpochMilli(), key, value));
      to.commitTransaction(); // fails when either could not be written
      return written.get().offset();
    } catch (KafkaException e) {
      close(); // its transaction is given up with it, and the next begins anew
      throw e;
    } catch (ExecutionException e) {
      throw new KafkaException("expected a committed row, but it has no offset", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      KafkaProducer<byte[], byte[]> made =
          Clients.producer(
              connection,
              WITHIN,
              Map.of(
                  TRANSACTIONAL_ID_CONFIG,
                  TRANSACTIONAL_ID + UUID.randomUUID(),
                  TRANSACTION_TIMEOUT_CONFIG,
                  Math.toIntExact(WITHIN.toMillis())));
      producer = made;
      made.initTransactions();
    }
    return producer;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
      producer = null;
    }
  }
}
