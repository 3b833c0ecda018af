package dev.assent.wire.codec;

import dev.assent.contract.Door;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.AuditRecord.Question;
import dev.assent.contract.audit.AuditRecord.What;
import dev.assent.contract.audit.Change;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.wire.avro.Audit;
import dev.assent.wire.avro.ChangeData;
import dev.assent.wire.avro.StateData;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [AuditRecord] on the wire.
public final class AuditCodec {
  private AuditCodec() {}

  public static Audit toAvro(AuditRecord audit) {
    Shown shown = audit.shown().orElse(Shown.NOTHING);
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
        shown.content().map(Hash::hex).orElse(null),
        audit.outcome(),
        audit.comment(),
        audit.onBehalfOf().orElse(null),
        audit.policy().map(PlanCodec::toAvro).orElse(null),
        audit.refused().map(RejectionCodec::toAvro).orElse(null),
        audit.change().map(AuditCodec::toAvro).orElse(null),
        audit.what().name(),
        audit.content().map(Hash::hex).orElse(null),
        audit.shown().map(said -> said.proof().name()).orElse(""),
        shown.version().orElse(null),
        shown.step().map(StepId::value).orElse(null),
        audit.cause(),
        audit.question().map(Question::requester).orElse(null),
        audit.question().map(Question::target).orElse(null),
        audit.question().map(Question::title).orElse(null));
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
    boolean told = !data.getWhat().isEmpty();
    return new AuditRecord(
        CommandId.parse(data.getCommandId()),
        data.getAt(),
        IntentId.parse(data.getIntent()),
        new Workspace(data.getOrg(), data.getWorkspace()),
        told ? Fields.constant(What.class, data.getWhat()) : early(data),
        Optional.ofNullable(data.getStep()).map(StepId::new),
        Optional.ofNullable(data.getTaskVersion()),
        told ? hash(data.getContent()) : earlyContent(data),
        told ? shown(data) : earlyShown(data),
        Optional.ofNullable(data.getSeq()),
        PrincipalCodec.fromAvro(data.getWho()),
        Fields.constant(Door.class, data.getDoor()),
        data.getOutcome(),
        data.getComment(),
        Optional.ofNullable(data.getOnBehalfOf()),
        Optional.ofNullable(data.getPolicy()).map(PlanCodec::fromAvro),
        data.getCause(),
        Optional.ofNullable(data.getRefused()).map(RejectionCodec::fromAvro),
        Optional.ofNullable(data.getChange()).map(AuditCodec::fromAvro),
        question(data));
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

  private static Optional<Shown> shown(Audit data) {
    return data.getProof().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Shown(
                Optional.ofNullable(data.getShownStep()).map(StepId::new),
                Optional.ofNullable(data.getShownVersion()),
                hash(data.getShown())));
  }

  private static Optional<Question> question(Audit data) {
    String title = data.getTitle();
    return title == null
        ? Optional.empty()
        : Optional.of(
            new Question(
                Objects.requireNonNullElse(data.getRequester(), ""),
                Objects.requireNonNullElse(data.getTarget(), ""),
                title));
  }

  private static What early(Audit data) {
    return data.getChange() != null
        ? What.CHANGED
        : data.getRefused() == null ? What.DECIDED : What.REFUSED;
  }

  /// An early decision's record named the content that was decided, whoever had been shown it.
  private static Optional<Hash> earlyContent(Audit data) {
    return data.getRefused() == null ? hash(data.getShown()) : Optional.empty();
  }

  /// So it proves nothing of what was shown; an early refusal's hash is what the client sent.
  private static Optional<Shown> earlyShown(Audit data) {
    return data.getRefused() == null
        ? Optional.empty()
        : hash(data.getShown())
            .map(hash -> new Shown(Optional.empty(), Optional.empty(), Optional.of(hash)));
  }

  private static Optional<Hash> hash(@Nullable String hex) {
    return Optional.ofNullable(hex).map(Hash::new);
  }
}
