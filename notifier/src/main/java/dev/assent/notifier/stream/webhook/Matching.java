package dev.assent.notifier.stream.webhook;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.platform.webhooks.KafkaWebhookLog;
import dev.assent.wire.codec.Codec;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Writes those events that somebody subscribed to on their topic.
///
/// @param catchUp makes sure that every subscription from before is known
record Matching(Codec<WebhookEvent> codec, Receivers receivers, Runnable catchUp) {

  void forward(List<WebhookEvent> events, ProcessorContext<byte[], byte[]> context, String sink) {
    if (events.isEmpty()) {
      return;
    }
    catchUp.run();
    for (WebhookEvent event : events) {
      if (!receivers.wanting(event).isEmpty()) {
        // The record's time is the event's: by it a replay finds the record.
        context.forward(
            new Record<>(
                KafkaWebhookLog.key(event.id()), codec.encode(event), event.at().toEpochMilli()),
            sink);
      }
    }
  }
}
