package dev.assent.wire.notification;

import dev.assent.contract.id.IntentId;
import dev.assent.wire.codec.Fields;
import java.util.Optional;

/// [NotificationOutcome] on the wire.
public final class NotificationCodec {
  private NotificationCodec() {}

  public static dev.assent.wire.avro.NotificationOutcome toAvro(NotificationOutcome outcome) {
    return new dev.assent.wire.avro.NotificationOutcome(
        outcome.dedupeKey(),
        outcome.intent().map(IntentId::toString).orElse(""),
        outcome.seq(),
        outcome.channel(),
        outcome.recipient(),
        outcome.status().name(),
        outcome.attempts(),
        outcome.detail(),
        outcome.at());
  }

  public static NotificationOutcome fromAvro(dev.assent.wire.avro.NotificationOutcome data) {
    return new NotificationOutcome(
        data.getDedupeKey(),
        Optional.of(data.getIntent()).filter(id -> !id.isEmpty()).map(IntentId::parse),
        data.getSeq(),
        data.getChannel(),
        data.getRecipient(),
        Fields.constant(NotificationOutcome.Status.class, data.getStatus()),
        data.getAttempts(),
        data.getDetail(),
        data.getAt());
  }
}
