package dev.assent.notifier.channel;

import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.value.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// The bodies that receivers get (docs/webhooks.md). Each says when it was sent: the signature
/// covers the body alone, so only what is in it tells a fresh delivery from one that somebody
/// recorded.
public final class PostedBody {
  private PostedBody() {}

  /// An event, for a subscriber.
  ///
  /// @param attempt from 1
  public static byte[] of(WebhookEvent event, int attempt, Instant sentAt) {
    Map<String, Json> body = sent(attempt, sentAt);
    body.put("event_id", Json.string(event.id().toString()));
    body.put("event_type", Json.string(event.type().wireName()));
    body.put("source", Json.string(event.source()));
    body.put("owner_agent", Json.string(event.owner()));
    body.put("occurred_at", Json.string(event.at().toString()));
    body.put("payload", event.payload());
    event.replayedAt().ifPresent(at -> body.put("replayed_at", Json.string(at.toString())));
    return bytes(body);
  }

  /// A step, for its agent: what its stream would say (contract section 2.5).
  public static byte[] of(Delivery delivery, Instant sentAt) {
    Map<String, Json> body = sent(delivery.attempt(), sentAt);
    body.put("intent_id", Json.string(delivery.stepIntent().toString()));
    body.put("event_type", Json.string("intent.delivered"));
    body.put("status", Json.string("DELIVERED"));
    body.put("intent_type", Json.string(delivery.intentType()));
    body.put("from_agent", Json.string(delivery.from()));
    body.put("to_agent", Json.string(delivery.agent().toString()));
    body.put("correlation_id", Json.string(delivery.correlationId()));
    body.put("at", Json.string(delivery.at().toString()));
    body.put("payload", delivery.payload());
    if (!delivery.intent().equals(delivery.stepIntent())) {
      body.put("parent_intent_id", Json.string(delivery.intent().toString()));
    }
    delivery.deadlineAt().ifPresent(at -> body.put("deadline_at", Json.string(at.toString())));
    return bytes(body);
  }

  private static Map<String, Json> sent(int attempt, Instant sentAt) {
    Map<String, Json> body = new HashMap<>();
    body.put("attempt", Json.number(attempt));
    body.put("sent_at", Json.string(sentAt.toString()));
    return body;
  }

  private static byte[] bytes(Map<String, Json> body) {
    return Json.object(body).text().getBytes(StandardCharsets.UTF_8);
  }
}
