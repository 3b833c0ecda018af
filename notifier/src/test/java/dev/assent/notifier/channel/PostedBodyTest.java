package dev.assent.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Json;
import dev.assent.notifier.plan.Facts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PostedBodyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:07Z");
  private static final WebhookEvent EVENT =
      new WebhookEvent(
          UUID.fromString("0195511e-4880-7000-8000-000000000001"),
          Facts.WORKSPACE,
          "agent://acme/prod/validator",
          WebhookEvent.Type.THREAD_CREATED,
          "chatgpt",
          Facts.START,
          new Json("{\"thread_id\":\"t\"}"),
          Optional.empty(),
          0,
          Optional.empty());

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Test
  void anEventsBody() {
    assertThat(text(PostedBody.of(EVENT, 2, NOW)))
        .isEqualTo(
            "{\"attempt\":2,\"event_id\":\"0195511e-4880-7000-8000-000000000001\","
                + "\"event_type\":\"inbox.thread_created\","
                + "\"occurred_at\":\"2026-03-01T10:00:00Z\","
                + "\"owner_agent\":\"agent://acme/prod/validator\","
                + "\"payload\":{\"thread_id\":\"t\"},"
                + "\"sent_at\":\"2026-03-01T10:00:07Z\",\"source\":\"chatgpt\"}");
  }

  @Test
  void aReplaySaysSo() {
    assertThat(text(PostedBody.of(EVENT.replayed(NOW), 1, NOW)))
        .contains("\"replayed_at\":\"2026-03-01T10:00:07Z\"")
        .contains("\"event_id\":\"0195511e-4880-7000-8000-000000000001\"");
  }

  @Test
  void aDeliverysBodyHasTheIntentToGetAtTheTop() {
    IntentId step = Facts.INTENT.step(1);
    Delivery delivery =
        new Delivery(
            step,
            Facts.INTENT,
            Facts.WORKSPACE,
            Facts.AGENT,
            AgentAddress.parse("validator", Facts.WORKSPACE),
            "intent.x.v1",
            "corr-1",
            "deploy-pipeline",
            new Json("{\"a\":1}"),
            1,
            Facts.START,
            Optional.empty(),
            "a token that proves the step is the agent's",
            false);

    assertThat(text(PostedBody.of(delivery, NOW)))
        .isEqualTo(
            "{\"at\":\"2026-03-01T10:00:00Z\",\"attempt\":1,\"correlation_id\":\"corr-1\","
                + "\"event_type\":\"intent.delivered\",\"from_agent\":\"deploy-pipeline\","
                + "\"intent_id\":\"12345678-1234-8234-8234-123456780001\","
                + "\"intent_type\":\"intent.x.v1\","
                + "\"parent_intent_id\":\"12345678-1234-8234-8234-123456780000\","
                + "\"payload\":{\"a\":1},\"sent_at\":\"2026-03-01T10:00:07Z\","
                + "\"status\":\"DELIVERED\",\"to_agent\":\"agent://acme/prod/validator\"}");
  }
}
