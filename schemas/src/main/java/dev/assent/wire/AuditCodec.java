package dev.assent.wire;

import dev.assent.contract.AuditRecord;
import dev.assent.contract.Change;
import dev.assent.contract.CommandId;
import dev.assent.contract.Door;
import dev.assent.contract.Hash;
import dev.assent.contract.IntentId;
import dev.assent.contract.Json;
import dev.assent.contract.StepId;
import dev.assent.contract.Workspace;
import dev.assent.wire.avro.Audit;
import dev.assent.wire.avro.ChangeData;
import dev.assent.wire.avro.StateData;
import java.util.Optional;

/// [AuditRecord] on the wire.
public final class AuditCodec {
  private AuditCodec() {}

  public static Audit toAvro(AuditRecord audit) {
    return new Audit(
        audit.commandId().toString(),
        audit.at(),
        audit.intent().toString(),
        audit.workspace().org(),
        audit.workspace().name(),
        audit.step().map(StepId::value).orElse(null),
        audit.seq().orElse(null),
        PrincipalCodec.toAvro(audit.who()),
        audit.door().name(),
        audit.taskVersion().orElse(null),
        audit.shown().map(Hash::hex).orElse(null),
        audit.outcome(),
        audit.comment(),
        audit.onBehalfOf().orElse(null),
        audit.policy().map(PlanCodec::toAvro).orElse(null),
        audit.refused().map(RejectionCodec::toAvro).orElse(null),
        audit.change().map(AuditCodec::toAvro).orElse(null));
  }

  private static ChangeData toAvro(Change change) {
    return new ChangeData(
        change.kind().name(),
        change.subject(),
        change.before().map(AuditCodec::toAvro).orElse(null),
        change.after().map(AuditCodec::toAvro).orElse(null),
        change.reason());
  }

  private static StateData toAvro(Change.State state) {
    return new StateData(
        state.name(), state.hash().hex(), state.content().map(Json::text).orElse(null));
  }

  public static AuditRecord fromAvro(Audit data) {
    return new AuditRecord(
        CommandId.parse(data.getCommandId()),
        data.getAt(),
        IntentId.parse(data.getIntent()),
        new Workspace(data.getOrg(), data.getWorkspace()),
        Optional.ofNullable(data.getStep()).map(StepId::new),
        Optional.ofNullable(data.getSeq()),
        PrincipalCodec.fromAvro(data.getWho()),
        Fields.constant(Door.class, data.getDoor()),
        Optional.ofNullable(data.getTaskVersion()),
        Optional.ofNullable(data.getShown()).map(Hash::new),
        data.getOutcome(),
        data.getComment(),
        Optional.ofNullable(data.getOnBehalfOf()),
        Optional.ofNullable(data.getPolicy()).map(PlanCodec::fromAvro),
        Optional.ofNullable(data.getRefused()).map(RejectionCodec::fromAvro),
        Optional.ofNullable(data.getChange()).map(AuditCodec::fromAvro));
  }

  private static Change fromAvro(ChangeData data) {
    return new Change(
        Fields.constant(Change.Kind.class, data.getKind()),
        data.getSubject(),
        Optional.ofNullable(data.getBefore()).map(AuditCodec::fromAvro),
        Optional.ofNullable(data.getAfter()).map(AuditCodec::fromAvro),
        data.getReason());
  }

  private static Change.State fromAvro(StateData data) {
    return new Change.State(
        data.getName(),
        new Hash(data.getHash()),
        Optional.ofNullable(data.getContent()).map(Json::new));
  }
}
