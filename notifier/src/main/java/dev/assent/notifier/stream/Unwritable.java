package dev.assent.notifier.stream;

import dev.assent.platform.log.SparseLog;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.event.Level;

/// A record that the broker will never take, however often it is sent, is left out, loudly, and its
/// partition goes on; its reader sees what came before and after. Any other failure is the
/// broker's, and is tried again.
public final class Unwritable implements ProductionExceptionHandler {
  private static final SparseLog LINES = SparseLog.of(Unwritable.class);

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception failure) {
    boolean never =
        switch (failure) {
          case RecordTooLargeException _, InvalidRecordException _, InvalidTimestampException _ ->
              true;
          default -> false;
        };
    if (!never) {
      return Response.fail();
    }
    LINES
        .at(Level.ERROR, failure)
        .addKeyValue("to", record.topic())
        .addKeyValue("topic", context.topic())
        .addKeyValue("partition", context.partition())
        .addKeyValue("offset", context.offset())
        .setCause(failure)
        .log("The broker does not take a record; it is left out");
    return Response.resume();
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // Nothing to set.
  }
}
