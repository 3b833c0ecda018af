package dev.assent.wire.codec;

import dev.assent.contract.Advice;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Status;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Json;
import dev.assent.wire.avro.DecideData;
import dev.assent.wire.avro.HandOffData;
import dev.assent.wire.avro.ReportData;
import dev.assent.wire.avro.ResolveData;
import dev.assent.wire.avro.SubmitData;
import java.util.Optional;

/// [Asked] on the wire: everything but a timer's firing, which never travels.
public final class CommandCodec {
  private CommandCodec() {}

  public static dev.assent.wire.avro.Asked toAvro(Asked asked) {
    dev.assent.wire.avro.Asked data = new dev.assent.wire.avro.Asked();
    data.setCommandId(asked.commandId().value());
    data.setTarget(asked.target().value());
    data.setAt(asked.at());
    data.setActor(PrincipalCodec.toAvro(asked.actor()));
    data.setDoor(asked.door().name());
    data.setAnswerTo(asked.answerTo().orElse(null));
    data.setBody(asked.body().map(Fields::sha256).orElse(null));
    data.setRequestId(asked.requestId().orElse(null));
    data.setExpectedGeneration(asked.expectedGeneration().orElse(null));
    data.setWarnings(asked.advice().warnings());
    data.setNearestType(asked.advice().nearestType().orElse(null));
    switch (asked.command()) {
      case Command.Submit submit -> {
        data.setKind("Submit");
        data.setSubmit(toAvro(submit));
      }
      case Command.Report report -> {
        data.setKind("Report");
        data.setReport(new ReportData(report.kind().name(), report.body().text(), report.reason()));
      }
      case Command.Decide decide -> {
        data.setKind("Decide");
        data.setDecide(toAvro(decide));
      }
      case Command.HandOff handOff -> {
        data.setKind("HandOff");
        data.setHandOff(new HandOffData(handOff.reason(), handOff.nextHandler().orElse(null)));
      }
      case Command.Resolve resolve -> {
        data.setKind("Resolve");
        data.setResolve(
            new ResolveData(resolve.status().name(), resolve.body().text(), resolve.reason()));
      }
      case Command.Control control -> {
        data.setKind("Control");
        data.setControl(ControlCodec.toAvro(control));
      }
      case Command.Annotate annotate -> {
        data.setKind("Annotate");
        data.setAnnotate(ControlCodec.toAvro(annotate.note()));
      }
      case Command.FireTimer timer ->
          throw new IllegalStateException(
              "expected a command that came through a door, but got " + timer);
    }
    return data;
  }

  public static Asked fromAvro(dev.assent.wire.avro.Asked data) {
    return new Asked(
        new CommandId(data.getCommandId()),
        new IntentId(data.getTarget()),
        data.getAt(),
        PrincipalCodec.fromAvro(data.getActor()),
        Fields.constant(Door.class, data.getDoor()),
        Optional.ofNullable(data.getAnswerTo()),
        Optional.ofNullable(data.getBody()).map(Fields::hash),
        Optional.ofNullable(data.getRequestId()),
        Optional.ofNullable(data.getExpectedGeneration()),
        command(data),
        new Advice(data.getWarnings(), Optional.ofNullable(data.getNearestType())));
  }

  private static Command.Request command(dev.assent.wire.avro.Asked data) {
    return switch (data.getKind()) {
      case "Submit" -> fromAvro(Fields.present(data.getSubmit(), "Submit"));
      case "Report" -> fromAvro(Fields.present(data.getReport(), "Report"));
      case "Decide" -> fromAvro(Fields.present(data.getDecide(), "Decide"));
      case "HandOff" -> fromAvro(Fields.present(data.getHandOff(), "HandOff"));
      case "Resolve" -> fromAvro(Fields.present(data.getResolve(), "Resolve"));
      case "Control" -> ControlCodec.fromAvro(Fields.present(data.getControl(), "Control"));
      case "Annotate" ->
          new Command.Annotate(
              ControlCodec.fromAvro(Fields.present(data.getAnnotate(), "Annotate")));
      default -> throw Fields.unknownKind("command", data.getKind());
    };
  }

  private static SubmitData toAvro(Command.Submit submit) {
    return new SubmitData(
        submit.intentType(),
        submit.correlationId(),
        submit.from(),
        submit.to(),
        submit.payload().text(),
        submit.replyTo().orElse(null),
        submit.deadlineAt().orElse(null),
        PlanCodec.toAvro(submit.plan()));
  }

  private static Command.Submit fromAvro(SubmitData data) {
    return new Command.Submit(
        data.getIntentType(),
        data.getCorrelationId(),
        data.getFrom(),
        data.getTo(),
        new Json(data.getPayload()),
        Optional.ofNullable(data.getReplyTo()),
        Optional.ofNullable(data.getDeadlineAt()),
        PlanCodec.fromAvro(data.getPlan()));
  }

  private static Command.Report fromAvro(ReportData data) {
    return new Command.Report(
        Fields.constant(Command.Report.Kind.class, data.getKind()),
        new Json(data.getBody()),
        data.getReason());
  }

  private static DecideData toAvro(Command.Decide decide) {
    return new DecideData(
        decide.outcome(),
        decide.shown().version().orElse(null),
        decide.shown().content().map(Fields::sha256).orElse(null),
        decide.comment(),
        decide.data().text(),
        decide.evidence(),
        decide.onBehalfOf().orElse(null),
        decide.shown().step().map(StepId::value).orElse(null));
  }

  private static Command.Decide fromAvro(DecideData data) {
    return new Command.Decide(
        data.getOutcome(),
        new Shown(
            Optional.ofNullable(data.getStep()).map(StepId::new),
            Optional.ofNullable(data.getVersion()),
            Optional.ofNullable(data.getShown()).map(Fields::hash)),
        data.getComment(),
        new Json(data.getData()),
        data.getEvidence(),
        Optional.ofNullable(data.getOnBehalfOf()));
  }

  private static Command.HandOff fromAvro(HandOffData data) {
    return new Command.HandOff(data.getReason(), Optional.ofNullable(data.getNextHandler()));
  }

  private static Command.Resolve fromAvro(ResolveData data) {
    return new Command.Resolve(
        Fields.constant(Status.class, data.getStatus()),
        new Json(data.getBody()),
        data.getReason());
  }
}
