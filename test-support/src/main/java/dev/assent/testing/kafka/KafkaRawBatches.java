package dev.assent.testing.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/// Batches that Kafka's own producer would not make, as an attacker sends them: small when
/// compressed, huge after it.
public final class KafkaRawBatches {
  private static final int REQUEST_MILLIS = 60_000;

  /// Of batches whose time does not matter.
  private static final long LONG_AGO = 1_000;

  private KafkaRawBatches() {}

  private static Compression compression(String codec) {
    return switch (codec) {
      case "none" -> Compression.NONE;
      case "gzip" -> Compression.gzip().build();
      case "snappy" -> Compression.snappy().build();
      case "lz4" -> Compression.lz4().build();
      case "zstd" -> Compression.zstd().build();
      default -> throw new IllegalArgumentException(codec);
    };
  }

  /// Records whose values are zeros.
  public static MemoryRecords zeros(String codec, int records, int bytesEach) throws IOException {
    return of(codec, LONG_AGO, records, new byte[0], bytesEach);
  }

  /// Records that are all the same.
  ///
  /// @param codec `none`, `gzip`, `snappy`, `lz4` or `zstd`
  /// @param time of each record, in milliseconds since 1970; may be before
  /// @param begin of each record's value
  /// @param zeros that follow in it, bytes
  public static MemoryRecords of(String codec, long time, int records, byte[] begin, int zeros)
      throws IOException {
    Compression compression = compression(codec);
    ByteBufferOutputStream to = new ByteBufferOutputStream(1_048_576);
    to.position(DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
    long base = Math.max(time, 0); // a batch's own cannot be before 1970
    try (OutputStream out = compression.wrapForOutput(to, RecordBatch.MAGIC_VALUE_V2)) {
      for (int i = 0; i < records; i++) {
        write(out, i, time - base, begin, zeros);
      }
    }
    ByteBuffer buffer = to.buffer();
    int end = buffer.position();
    header(buffer, end, compression.type(), base, records);
    buffer.position(0).limit(end);
    return MemoryRecords.readableRecords(buffer);
  }

  private static void write(OutputStream out, int offset, long later, byte[] begin, int zeros)
      throws IOException {
    int bytes = begin.length + zeros;
    ByteBuffer head = ByteBuffer.allocate(40);
    head.put((byte) 0);
    ByteUtils.writeVarlong(later, head);
    ByteUtils.writeVarint(offset, head);
    ByteUtils.writeVarint(-1, head); // no key
    ByteUtils.writeVarint(bytes, head);
    ByteBuffer size = ByteBuffer.allocate(5);
    ByteUtils.writeVarint(head.position() + bytes + 1, size);
    out.write(size.array(), 0, size.position());
    out.write(head.array(), 0, head.position());
    out.write(begin);
    byte[] piece = new byte[Math.min(zeros, 65_536)];
    for (int left = zeros; left > 0; left -= piece.length) {
      out.write(piece, 0, Math.min(left, piece.length));
    }
    out.write(0); // no headers
  }

  private static void header(
      ByteBuffer buffer, int end, CompressionType type, long time, int records) {
    buffer.position(0);
    DefaultRecordBatch.writeHeader(
        buffer,
        0,
        records - 1,
        end,
        RecordBatch.MAGIC_VALUE_V2,
        type,
        TimestampType.CREATE_TIME,
        time,
        time,
        RecordBatch.NO_PRODUCER_ID,
        RecordBatch.NO_PRODUCER_EPOCH,
        RecordBatch.NO_SEQUENCE,
        false,
        false,
        false,
        RecordBatch.NO_PARTITION_LEADER_EPOCH,
        records);
  }

  /// What the broker said to it.
  ///
  /// @throws IOException when it did not say anything
  public static Errors produce(
      Map<String, Object> connection, Node leader, TopicPartition to, MemoryRecords records)
      throws IOException {
    ConsumerConfig config =
        new ConsumerConfig(
            ConsumerConfig.appendDeserializerToConfig(
                connection, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    LogContext log = new LogContext();
    try (Metrics metrics = new Metrics();
        NetworkClient client =
            new NetworkClient(
                new Selector(
                    REQUEST_MILLIS,
                    metrics,
                    Time.SYSTEM,
                    "raw",
                    ClientUtils.createChannelBuilder(config, Time.SYSTEM, log),
                    log),
                new ManualMetadataUpdater(),
                "raw",
                1,
                10,
                10,
                -1,
                -1,
                REQUEST_MILLIS,
                REQUEST_MILLIS,
                REQUEST_MILLIS,
                Time.SYSTEM,
                true,
                new ApiVersions(),
                log,
                MetadataRecoveryStrategy.NONE)) {
      NetworkClientUtils.awaitReady(client, leader, Time.SYSTEM, REQUEST_MILLIS);
      ClientResponse response =
          NetworkClientUtils.sendAndReceive(
              client,
              client.newClientRequest(
                  leader.idString(), request(to, records), Time.SYSTEM.milliseconds(), true),
              Time.SYSTEM);
      return Errors.forCode(
          ((ProduceResponse) response.responseBody())
              .data()
              .responses()
              .iterator()
              .next()
              .partitionResponses()
              .getFirst()
              .errorCode());
    }
  }

  private static ProduceRequest.Builder request(TopicPartition to, MemoryRecords records) {
    ProduceRequestData.TopicProduceData topic =
        new ProduceRequestData.TopicProduceData()
            .setName(to.topic())
            .setPartitionData(
                List.of(
                    new ProduceRequestData.PartitionProduceData()
                        .setIndex(to.partition())
                        .setRecords(records)));
    ProduceRequestData.TopicProduceDataCollection topics =
        new ProduceRequestData.TopicProduceDataCollection();
    topics.add(topic);
    return new ProduceRequest.Builder(
        (short) 9, // the last one that names topics
        (short) 12,
        new ProduceRequestData()
            .setAcks((short) -1)
            .setTimeoutMs(REQUEST_MILLIS)
            .setTopicData(topics));
  }
}
