package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Ask.complete;
import static dev.assent.lifecycle.domain.Ask.decide;
import static dev.assent.lifecycle.domain.Ask.submit;
import static dev.assent.lifecycle.domain.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.AuditRecord;
import dev.assent.contract.Hash;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What goes into the audit trail.
class AuditTest {

  @Test
  void aDecisionIsRecordedWithWhoSawWhatAndUnderWhichPolicy() {
    Scenario story = given(submit(Plans.seed()), complete("{}"));
    Hash shown = story.task().content();
    story.and(decide(Actor.ANNA, "approve").saying("Fine.").seeingWhatIsOpen());

    AuditRecord record = story.audit().getFirst();
    assertThat(record.who()).isEqualTo(Actor.ANNA);
    assertThat(record.step()).contains(Plans.id("sre_approval"));
    assertThat(record.seq()).contains(6);
    assertThat(record.taskVersion()).contains(1);
    assertThat(record.shown()).contains(shown);
    assertThat(record.outcome()).isEqualTo("approved");
    assertThat(record.comment()).isEqualTo("Fine.");
    assertThat(record.policy()).contains(new Plan.PolicyRef("change_approval", 3));
    assertThat(record.refused()).isEmpty();
  }

  @Test
  void aDecisionWithoutAHashIsBoundToWhatTheTaskShowed() {
    Scenario story = given(submit(Plans.seed()), complete("{}"));
    Hash content = story.task().content();
    story.and(decide(Actor.ANNA, "approved"));

    assertThat(story.audit().getFirst().shown()).contains(content);
  }

  @Test
  void everyRefusedDecisionIsRecordedWithWhyAndWithWhatWasClaimed() {
    Scenario story =
        given(submit(Plans.seed()), complete("{}"))
            .when(decide(Actor.AGENT, "approved"))
            .when(decide(Actor.ANNA, "approved").seeing(1, Hash.of("something else")))
            .when(decide(Actor.STRANGER, "approved"));

    assertThat(story.audit())
        .extracting(record -> record.refused().map(Rejection::code))
        .containsExactly(
            Optional.of(Rejection.Code.NOT_ALLOWED),
            Optional.of(Rejection.Code.CONTENT_CHANGED),
            Optional.of(Rejection.Code.UNKNOWN_INTENT));
    assertThat(story.audit()).allSatisfy(record -> assertThat(record.seq()).isEmpty());
    assertThat(story.audit().get(1).shown()).contains(Hash.of("something else"));
    assertThat(story.audit()).extracting(AuditRecord::workspace).containsOnly(Actor.ACME);
  }

  @Test
  void aRepeatedAnswerAndWhatIsNoDecisionAreNotRecorded() {
    Scenario story =
        given(submit(Plans.seed()), complete("{}"), decide(Actor.ANNA, "approved").keyed("k"))
            .when(decide(Actor.ANNA, "approved").keyed("k"))
            .when(Ask.cancel());

    assertThat(story.audit()).hasSize(1);
  }
}
