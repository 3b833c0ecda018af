package dev.assent.wire;

import dev.assent.contract.AuditRecord;
import dev.assent.contract.CommandId;
import dev.assent.contract.Door;
import dev.assent.contract.Hash;
import dev.assent.contract.IntentId;
import dev.assent.contract.StepId;
import dev.assent.contract.Workspace;
import dev.assent.wire.avro.Audit;
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
        audit.refused().map(RejectionCodec::toAvro).orElse(null));
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
        Optional.ofNullable(data.getRefused()).map(RejectionCodec::fromAvro));
  }
}
