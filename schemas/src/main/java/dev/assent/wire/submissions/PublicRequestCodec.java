package dev.assent.wire.submissions;

import dev.assent.wire.format.WireException;
import java.util.Optional;
import java.util.UUID;

/// [PublicRequest] on the wire.
public final class PublicRequestCodec {
  private static final int UUID_LENGTH = 36;

  private PublicRequestCodec() {}

  public static dev.assent.wire.avro.Submit toAvro(PublicRequest.Submit submit) {
    return new dev.assent.wire.avro.Submit(
        submit.requestId().toString(),
        submit.idempotencyKey().orElse(null),
        submit.intentType(),
        submit.toAgent(),
        submit.payload(),
        submit.correlationId().orElse(null),
        submit.replyTo().orElse(null),
        submit.deadlineAt().orElse(null),
        submit.humanTask().orElse(null),
        submit.remindAfterSeconds().orElse(null),
        submit.remindIntervalSeconds().orElse(null),
        submit.maxReminders().orElse(null),
        submit.escalateTo().orElse(null),
        submit.maxDeliveryAttempts().orElse(null));
  }

  public static PublicRequest.Submit fromAvro(dev.assent.wire.avro.Submit data) {
    return new PublicRequest.Submit(
        requestId(data.getRequestId()),
        Optional.ofNullable(data.getIdempotencyKey()),
        data.getIntentType(),
        data.getToAgent(),
        data.getPayload(),
        Optional.ofNullable(data.getCorrelationId()),
        Optional.ofNullable(data.getReplyTo()),
        Optional.ofNullable(data.getDeadlineAt()),
        Optional.ofNullable(data.getHumanTask()),
        Optional.ofNullable(data.getRemindAfterSeconds()),
        Optional.ofNullable(data.getRemindIntervalSeconds()),
        Optional.ofNullable(data.getMaxReminders()),
        Optional.ofNullable(data.getEscalateTo()),
        Optional.ofNullable(data.getMaxDeliveryAttempts()));
  }

  public static dev.assent.wire.avro.Cancel toAvro(PublicRequest.Cancel cancel) {
    return new dev.assent.wire.avro.Cancel(
        cancel.requestId().toString(), cancel.intentId(), cancel.reason());
  }

  public static PublicRequest.Cancel fromAvro(dev.assent.wire.avro.Cancel data) {
    return new PublicRequest.Cancel(
        requestId(data.getRequestId()), data.getIntentId(), data.getReason());
  }

  public static dev.assent.wire.avro.Report toAvro(PublicRequest.Report report) {
    return new dev.assent.wire.avro.Report(
        report.requestId().toString(),
        report.stepIntent(),
        report.agent(),
        report.attempt(),
        report.token(),
        report.kind(),
        report.body(),
        report.reason());
  }

  public static PublicRequest.Report fromAvro(dev.assent.wire.avro.Report data) {
    return new PublicRequest.Report(
        requestId(data.getRequestId()),
        data.getStepIntent(),
        data.getAgent(),
        data.getAttempt(),
        data.getToken(),
        data.getKind(),
        data.getBody(),
        data.getReason());
  }

  private static UUID requestId(String text) {
    if (text.length() == UUID_LENGTH) {
      try {
        return UUID.fromString(text);
      } catch (IllegalArgumentException _) {
        // told below
      }
    }
    throw new WireException(
        "expected a UUID in requestId, but got '"
            + text.substring(0, Math.min(text.length(), 100))
            + "'");
  }
}
