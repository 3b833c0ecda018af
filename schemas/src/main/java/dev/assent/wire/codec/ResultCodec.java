package dev.assent.wire.codec;

import dev.assent.contract.Advice;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.wire.avro.AcceptedData;
import dev.assent.wire.avro.Answer;
import java.util.Optional;

/// [Result] on the wire.
public final class ResultCodec {
  private ResultCodec() {}

  public static Answer toAvro(Result result) {
    Answer data = new Answer();
    data.setCommandId(result.commandId().value());
    data.setIntent(result.intent().value());
    switch (result) {
      case Result.Accepted accepted -> {
        data.setKind("Accepted");
        data.setAccepted(
            new AcceptedData(
                accepted.seq(),
                accepted.status().name(),
                accepted.createdAt(),
                accepted.again(),
                accepted.generation(),
                accepted.policy().map(PlanCodec::toAvro).orElse(null),
                accepted.advice().warnings(),
                accepted.advice().nearestType().orElse(null)));
      }
      case Result.Rejected rejected -> {
        data.setKind("Rejected");
        data.setRejected(RejectionCodec.toAvro(rejected.rejection()));
      }
    }
    return data;
  }

  public static Result fromAvro(Answer data) {
    CommandId commandId = new CommandId(data.getCommandId());
    IntentId intent = new IntentId(data.getIntent());
    return switch (data.getKind()) {
      case "Accepted" -> {
        AcceptedData accepted = Fields.present(data.getAccepted(), "Accepted");
        yield new Result.Accepted(
            commandId,
            intent,
            accepted.getSeq(),
            Fields.constant(Status.class, accepted.getStatus()),
            accepted.getCreatedAt(),
            accepted.getGeneration(),
            accepted.getAgain(),
            Optional.ofNullable(accepted.getPolicy()).map(PlanCodec::fromAvro),
            new Advice(accepted.getWarnings(), Optional.ofNullable(accepted.getNearestType())));
      }
      case "Rejected" ->
          new Result.Rejected(
              commandId,
              intent,
              RejectionCodec.fromAvro(Fields.present(data.getRejected(), "Rejected")));
      default -> throw Fields.unknownKind("answer", data.getKind());
    };
  }
}
