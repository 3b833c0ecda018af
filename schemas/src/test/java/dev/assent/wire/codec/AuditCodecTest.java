package dev.assent.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Rejection;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.AuditRecord.What;
import dev.assent.contract.id.StepId;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import dev.assent.wire.Samples;
import dev.assent.wire.avro.Audit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Records from before what was open and what was shown were told apart.
class AuditCodecTest {
  private static final Hash HASH = Hash.of("content");

  @Test
  void anEarlyDecisionProvesWhatWasDecidedAndNothingOfWhatWasShown() {
    AuditRecord record = AuditCodec.fromAvro(early(false));

    assertThat(record.what()).isEqualTo(What.DECIDED);
    assertThat(record.content()).contains(HASH);
    assertThat(record.shown()).isEmpty();
    assertThat(record.cause()).isEmpty();
  }

  @Test
  void anEarlyRefusalHasTheHashThatTheClientSent() {
    AuditRecord record = AuditCodec.fromAvro(early(true));

    assertThat(record.what()).isEqualTo(What.REFUSED);
    assertThat(record.content()).isEmpty();
    assertThat(record.shown())
        .contains(new Shown(Optional.empty(), Optional.empty(), Optional.of(HASH)));
  }

  @Test
  void anAnswerThatProvedNothingIsNotTakenForNoAnswer() {
    AuditRecord unbound = with(Optional.of(Shown.NOTHING));
    AuditRecord named =
        with(
            Optional.of(
                new Shown(Optional.of(new StepId("a")), Optional.empty(), Optional.empty())));

    assertThat(AuditCodec.fromAvro(AuditCodec.toAvro(unbound))).isEqualTo(unbound);
    assertThat(AuditCodec.fromAvro(AuditCodec.toAvro(named))).isEqualTo(named);
    assertThat(AuditCodec.toAvro(with(Optional.empty())).getProof()).isEmpty();
  }

  /// As its reader gets it where the writer's schema did not have the later fields.
  private static Audit early(boolean refused) {
    Audit data = AuditCodec.toAvro(with(Optional.empty()));
    data.setWhat("");
    data.setContent(null);
    data.setShown(HASH.hex());
    data.setCause("");
    if (!refused) {
      data.setRefused(null);
    }
    return data;
  }

  private static AuditRecord with(Optional<Shown> shown) {
    AuditRecord any = new Samples(7).audit();
    return new AuditRecord(
        any.commandId(),
        any.at(),
        any.intent(),
        any.workspace(),
        any.what(),
        any.step(),
        any.taskVersion(),
        any.content(),
        shown,
        any.seq(),
        any.who(),
        any.door(),
        any.outcome(),
        any.comment(),
        any.onBehalfOf(),
        any.policy(),
        any.cause(),
        Optional.of(new Samples(8).any(Rejection.class)),
        Optional.empty(),
        Optional.empty());
  }
}
