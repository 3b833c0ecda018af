package dev.assent.wire.codec;

import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Json;
import java.util.Optional;

/// [Delivery] on the wire.
public final class DeliveryCodec {
  private DeliveryCodec() {}

  public static dev.assent.wire.avro.Delivery toAvro(Delivery delivery) {
    return new dev.assent.wire.avro.Delivery(
        delivery.stepIntent().toString(),
        delivery.intent().toString(),
        delivery.workspace().org(),
        delivery.workspace().name(),
        delivery.step().value(),
        delivery.agent().toString(),
        delivery.intentType(),
        delivery.correlationId(),
        delivery.from(),
        delivery.payload().text(),
        delivery.attempt(),
        delivery.at(),
        delivery.deadlineAt().orElse(null),
        delivery.token(),
        delivery.last());
  }

  public static Delivery fromAvro(dev.assent.wire.avro.Delivery data) {
    return new Delivery(
        IntentId.parse(data.getStepIntent()),
        IntentId.parse(data.getIntent()),
        new Workspace(data.getOrg(), data.getWorkspace()),
        new StepId(data.getStep()),
        PlanCodec.address(data.getAgent()),
        data.getIntentType(),
        data.getCorrelationId(),
        data.getFrom(),
        new Json(data.getPayload()),
        data.getAttempt(),
        data.getAt(),
        Optional.ofNullable(data.getDeadlineAt()),
        data.getToken(),
        data.getLast());
  }
}
