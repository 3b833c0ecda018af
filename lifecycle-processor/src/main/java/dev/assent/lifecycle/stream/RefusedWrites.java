package dev.assent.lifecycle.stream;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/// Kafka Streams' own handler, which also notes what a broker refuses for good. It cannot let a
/// record go: the transaction of a refused write can only be undone, whatever is answered here.
///
/// Kafka Streams does not show it refusals for want of rights; those end the stream thread, of
/// which [Doubts] hear in any case. Made by Kafka Streams, for each of its threads.
public final class RefusedWrites extends DefaultProductionExceptionHandler {
  /// The setting that holds the [Doubts].
  static final String DOUBTS = "assent.doubts";

  private @Nullable Doubts doubts;
  private @Nullable Exception last;

  @Override
  public void configure(Map<String, ?> configs) {
    super.configure(configs);
    doubts = (Doubts) Objects.requireNonNull(configs.get(DOUBTS), DOUBTS);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    if (doubts != null && !(exception instanceof RetriableException) && isItsOwn(exception)) {
      doubts.refused(record.topic(), record.value() == null ? 0 : record.value().length, exception);
    }
    return super.handleError(context, record, exception);
  }

  /// The producer fails what it has not sent yet with the very exception of the write that was
  /// refused.
  @SuppressWarnings("ReferenceEquality") // exceptions have no other identity
  private synchronized boolean isItsOwn(Exception exception) {
    boolean own = exception != last;
    last = exception;
    return own;
  }
}
