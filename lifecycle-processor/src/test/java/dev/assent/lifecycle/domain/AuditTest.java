package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Ask.complete;
import static dev.assent.lifecycle.domain.Ask.decide;
import static dev.assent.lifecycle.domain.Ask.resolve;
import static dev.assent.lifecycle.domain.Ask.submit;
import static dev.assent.lifecycle.domain.Plans.human;
import static dev.assent.lifecycle.domain.Plans.minutes;
import static dev.assent.lifecycle.domain.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Command;
import dev.assent.contract.ControlChange;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection;
import dev.assent.contract.Status;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.AuditRecord.Question;
import dev.assent.contract.audit.AuditRecord.What;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import java.util.List;
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
    assertThat(record.what()).isEqualTo(What.DECIDED);
    assertThat(record.content()).contains(shown);
    assertThat(record.shown())
        .contains(new Shown(Optional.empty(), Optional.of(1), Optional.of(shown)));
    assertThat(record.outcome()).isEqualTo("approved");
    assertThat(record.comment()).isEqualTo("Fine.");
    assertThat(record.policy()).contains(new Plan.PolicyRef("change_approval", 3));
    assertThat(record.refused()).isEmpty();
    Question question = record.question().orElseThrow();
    assertThat(question.requester()).isEqualTo("deploy-pipeline");
    assertThat(question.target()).isEqualTo("agent://acme/ops/validator");
    assertThat(question.title()).isNotEmpty();
  }

  @Test
  void anAnswerThatSaysNothingOfWhatWasShownIsOnRecordAsUnbound() {
    Scenario story = given(submit(Plans.seed()), complete("{}"));
    Hash content = story.task().content();
    story.and(decide(Actor.ANNA, "approved"));

    AuditRecord record = story.audit().getFirst();
    assertThat(record.content()).as("what was open").contains(content);
    assertThat(record.taskVersion()).contains(1);
    assertThat(record.shown()).as("what was proved").contains(Shown.NOTHING);
    assertThat(record.shown().orElseThrow().proof()).isEqualTo(Shown.Proof.NOTHING);
  }

  @Test
  void whatARefusedAnswerClaimsIsKeptApartFromWhatWasOpen() {
    Scenario story = given(submit(Plans.seed()), complete("{}"));
    Hash content = story.task().content();
    story.when(decide(Actor.ANNA, "approved").seeing(7, Hash.of("older")));

    AuditRecord record = story.audit().getFirst();
    assertThat(record.what()).isEqualTo(What.REFUSED);
    assertThat(record.taskVersion()).contains(1);
    assertThat(record.content()).contains(content);
    assertThat(record.shown())
        .contains(new Shown(Optional.empty(), Optional.of(7), Optional.of(Hash.of("older"))));
  }

  @Test
  void everyEndOfAnOpenQuestionWithoutAnAnswerIsRecordedAsWhatItIs() {
    Plan plan = Plans.of(human("h").deadline(minutes(30)).step());

    assertThat(ended(given(submit(plan)).when(Ask.cancel()))).isEqualTo("WITHDRAWN canceled");
    assertThat(ended(given(submit(plan)).when(Ask.resolve(Status.FAILED))))
        .isEqualTo("WITHDRAWN resolved");
    assertThat(ended(given(submit(plan)).when(Ask.resolve(Status.COMPLETED).by(Actor.ADMIN))))
        .isEqualTo("RESOLVED resolved");
    assertThat(ended(given(submit(plan)).whenPassed(minutes(31)))).isEqualTo("EXPIRED time_out");
    assertThat(ended(given(submit(plan), shortened()).whenPassed(minutes(2))))
        .as("by a change of its controls")
        .isEqualTo("WITHDRAWN intent_deadline");
  }

  private static Ask shortened() {
    return Ask.control(
        Command.Control.Part.CONTROLS,
        new ControlChange(
            Optional.of(minutes(1)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()));
  }

  private static String ended(Scenario story) {
    AuditRecord record = story.audit().getLast();
    assertThat(story.audit()).hasSize(1);
    assertThat(record.step()).contains(Plans.id("h"));
    assertThat(record.outcome()).as("nobody answered").isEmpty();
    assertThat(record.shown()).isEmpty();
    assertThat(record.content()).isPresent();
    assertThat(record.seq()).isPresent();
    return record.what() + " " + record.cause();
  }

  @Test
  void whoTriesToCompleteAnIntentOverItsQuestionIsOnRecord() {
    Scenario story = given(submit(Plans.seed()), complete("{}")).when(resolve(Status.COMPLETED));

    AuditRecord record = story.audit().getLast();
    assertThat(record.what()).isEqualTo(What.REFUSED);
    assertThat(record.cause()).isEqualTo("resolve");
    assertThat(record.who()).isEqualTo(Actor.SERVICE);
    assertThat(record.refused().map(Rejection::code)).contains(Rejection.Code.NOT_ALLOWED);
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
    assertThat(story.audit().get(1).shown().flatMap(Shown::content))
        .contains(Hash.of("something else"));
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
