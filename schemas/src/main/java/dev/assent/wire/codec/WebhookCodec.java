package dev.assent.wire.codec;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Json;
import java.util.Optional;

/// [WebhookEvent] on the wire.
public final class WebhookCodec {
  private WebhookCodec() {}

  public static dev.assent.wire.avro.WebhookEvent toAvro(WebhookEvent event) {
    return new dev.assent.wire.avro.WebhookEvent(
        event.id(),
        event.workspace().org(),
        event.workspace().name(),
        event.owner(),
        event.type().wireName(),
        event.source(),
        event.at(),
        event.payload().text(),
        event.intent().map(IntentId::value).orElse(null),
        event.seq(),
        event.replayedAt().orElse(null));
  }

  public static WebhookEvent fromAvro(dev.assent.wire.avro.WebhookEvent data) {
    return new WebhookEvent(
        data.getId(),
        new Workspace(data.getOrg(), data.getWorkspace()),
        data.getOwner(),
        WebhookEvent.Type.named(data.getType())
            .orElseThrow(() -> Fields.unknownKind("webhook event", data.getType())),
        data.getSource(),
        data.getAt(),
        new Json(data.getPayload()),
        Optional.ofNullable(data.getIntent()).map(IntentId::new),
        data.getSeq(),
        Optional.ofNullable(data.getReplayedAt()));
  }
}
