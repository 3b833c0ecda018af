package dev.assent.lifecycle.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// The records of one batch, decompressed one by one. Kafka's own consumer makes room for a whole
/// record before it has seen it, 300 MB if its length says so; here whatever is beyond the [Bounds]
/// is passed over, and a [LeftBehind] stands in its place.
///
/// Reads the format that every broker since Kafka 0.11 writes ("magic 2").
final class BoundedBatch implements AutoCloseable {
  private final TopicPartition partition;
  private final RecordBatch batch;
  private final int count;
  private @Nullable Counted in;
  private int taken;

  BoundedBatch(TopicPartition partition, RecordBatch batch) {
    this.partition = partition;
    this.batch = batch;
    @Nullable Integer told = batch.countOrNull();
    this.count = told == null ? 0 : told;
  }

  /// The next record; empty at the batch's end.
  Optional<ConsumerRecord<byte[], byte[]>> next() {
    if (taken == 0) {
      Optional<ConsumerRecord<byte[], byte[]>> refused = open();
      if (refused.isPresent()) {
        taken = count;
        return refused;
      }
    }
    Counted stream = in;
    if (taken >= count || stream == null) {
      return Optional.empty();
    }
    try {
      ConsumerRecord<byte[], byte[]> record = read(stream);
      taken++;
      return Optional.of(record);
    } catch (TooMuchException _) {
      return rest(
          "expected a batch of at most "
              + Bounds.BATCH_BYTES_MAX
              + " bytes when it is decompressed, but it has more");
    } catch (IOException | KafkaException | BufferUnderflowException | IllegalArgumentException e) {
      return rest("expected a batch of whole records, but " + e.getClass().getSimpleName());
    }
  }

  private Optional<ConsumerRecord<byte[], byte[]>> open() {
    if (!(batch instanceof DefaultRecordBatch readable)) {
      return rest("expected a batch in format 2, but it is in format " + batch.magic());
    }
    if (count > Bounds.BATCH_RECORDS_MAX) {
      return rest(
          "expected at most "
              + Bounds.BATCH_RECORDS_MAX
              + " records in a batch, but it has "
              + count);
    }
    try {
      batch.ensureValid();
      in = new Counted(readable.recordInputStream(BufferSupplier.NO_CACHING));
      return Optional.empty();
    } catch (KafkaException e) {
      return rest("expected a whole batch, but " + e.getClass().getSimpleName());
    }
  }

  private Optional<ConsumerRecord<byte[], byte[]>> rest(String cause) {
    long first = batch.baseOffset() + taken;
    long last = batch.lastOffset();
    taken = count;
    String all = cause + "; offsets " + first + " to " + last + " are left where they are";
    return Optional.of(LeftBehind.record(partition, first, timestamp(0), all));
  }

  private ConsumerRecord<byte[], byte[]> read(Counted stream) throws IOException {
    int size = ByteUtils.readVarint(stream);
    long begin = stream.count;
    if (size < 0) {
      throw new IOException("a negative size");
    }
    if (size > Bounds.RECORD_BYTES_MAX) {
      return passedOver(stream, begin, size);
    }
    ByteBuffer body = ByteBuffer.allocate(size);
    if (stream.readNBytes(body.array(), 0, size) != size) {
      throw new IOException("the end of the batch");
    }
    return whole(body);
  }

  private ConsumerRecord<byte[], byte[]> passedOver(Counted stream, long begin, int size)
      throws IOException {
    stream.read(); // attributes, which are not used
    long timestamp = timestamp(ByteUtils.readVarlong(stream));
    long offset = batch.baseOffset() + ByteUtils.readVarint(stream);
    stream.skipNBytes(size - (stream.count - begin));
    String cause =
        "expected a record of at most "
            + Bounds.RECORD_BYTES_MAX
            + " bytes, but it has "
            + size
            + " when it is decompressed; it is left where it is";
    return LeftBehind.record(partition, offset, timestamp, cause);
  }

  private ConsumerRecord<byte[], byte[]> whole(ByteBuffer body) {
    body.get(); // attributes, which are not used
    long timestamp = timestamp(ByteUtils.readVarlong(body));
    long offset = batch.baseOffset() + ByteUtils.readVarint(body);
    byte @Nullable [] key = bytes(body);
    byte @Nullable [] value = bytes(body);
    int count = ByteUtils.readVarint(body);
    if (count > Bounds.HEADERS_MAX) {
      String cause = "expected at most " + Bounds.HEADERS_MAX + " headers, but there are " + count;
      return LeftBehind.record(partition, offset, timestamp, cause);
    }
    RecordHeaders headers = headers(body, count);
    if (body.hasRemaining()) {
      throw new IllegalArgumentException("bytes behind a record's headers");
    }
    return made(partition, offset, timestamp, batch.timestampType(), key, value, headers);
  }

  private static RecordHeaders headers(ByteBuffer body, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a number of headers that cannot be");
    }
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < count; i++) {
      byte @Nullable [] name = bytes(body);
      byte @Nullable [] value = bytes(body);
      if (name == null) {
        throw new IllegalArgumentException("a header without a name");
      }
      headers.add(Utils.utf8(name), value);
    }
    headers.remove(LeftBehind.CAUSE); // ours alone
    return headers;
  }

  private static byte @Nullable [] bytes(ByteBuffer body) {
    int size = ByteUtils.readVarint(body);
    if (size < 0) {
      return null;
    }
    if (size > body.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[size];
    body.get(bytes);
    return bytes;
  }

  private long timestamp(long delta) {
    return batch.timestampType() == TimestampType.LOG_APPEND_TIME
        ? batch.maxTimestamp()
        : ((DefaultRecordBatch) batch).baseTimestamp() + delta;
  }

  @SuppressWarnings("NullAway") // Kafka's records may have no key and no value
  static ConsumerRecord<byte[], byte[]> made(
      TopicPartition partition,
      long offset,
      long timestamp,
      TimestampType type,
      byte @Nullable [] key,
      byte @Nullable [] value,
      RecordHeaders headers) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        timestamp,
        type,
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  @Override
  public void close() {
    Counted stream = in;
    if (stream != null) {
      Utils.closeQuietly(stream, "a batch's stream");
    }
  }

  /// The batch decompresses to more than it may.
  private static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchException() {
      super(null, null, false, false);
    }
  }

  /// Counts what is decompressed, read or skipped, and ends at the bound.
  private static final class Counted extends InputStream {
    private final InputStream from;
    private long count;

    Counted(InputStream from) {
      this.from = from;
    }

    @Override
    public int read() throws IOException {
      int one = from.read();
      counted(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int read = from.read(to, offset, length);
      counted(Math.max(read, 0));
      return read;
    }

    private void counted(int more) {
      count += more;
      if (count > Bounds.BATCH_BYTES_MAX) {
        throw new TooMuchException();
      }
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }
}
