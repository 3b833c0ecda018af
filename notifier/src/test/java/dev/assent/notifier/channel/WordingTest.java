package dev.assent.notifier.channel;

import static dev.assent.notifier.plan.Facts.HUMAN;
import static dev.assent.notifier.plan.Facts.INTENT;
import static dev.assent.notifier.plan.Facts.LEAD;
import static dev.assent.notifier.plan.Facts.ONCALL;
import static dev.assent.notifier.plan.Facts.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import dev.assent.notifier.channel.Wording.Words;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.plan.NotificationPlan;
import dev.assent.notifier.plan.NotificationPlan.Planned;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a message says, word by word.
class WordingTest {
  private static final String ID = INTENT.toString();
  private static final String ABOUT =
      "SRE Approval - infrastructure change (intent 12345678…, intent.infra.change_approval.v1)";

  private final Wording wording = new Wording(ZoneOffset.UTC);

  @Test
  void aNewTaskSaysWhoAsksWhomUntilWhenAndHowToAnswer() {
    List<Words> said = said(created().opened(ONCALL, LEAD));

    assertThat(said.getFirst().text())
        .isEqualTo(
            "[new approval] "
                + ABOUT
                + " from deploy-pipeline waits for role sre_oncall · due 11:01:00 (in 1 h)"
                + " · approve: assent tasks approve "
                + ID);
    assertThat(said.getLast().text()).contains(" waits for lead · ");
    assertThat(said.getFirst().subject())
        .isEqualTo("[new approval] SRE Approval - infrastructure change");
  }

  @Test
  void aReminderSaysTheHowManiethItIsAndSinceWhenItWaits() {
    assertThat(texts(created().opened(ONCALL).reminded(1)))
        .containsExactly(
            "[reminder 1 of 3] "
                + ABOUT
                + " waits for role sre_oncall since 10:01:00 (1 min) · due 11:01:00 (in 59 min)"
                + " · approve: assent tasks approve "
                + ID);
  }

  @Test
  void anEscalationSaysWhy() {
    assertThat(texts(created().opened(ONCALL).reminded(1).escalated(LEAD)))
        .containsExactly(
            "[escalated to lead] "
                + ABOUT
                + " waits since 10:01:00 (2 min) · unanswered after the last reminder"
                + " · due 11:03:00 (in 1 h) · approve: assent tasks approve "
                + ID);
  }

  @Test
  void aDecisionSaysWhoAndWhenButNotTheComment() {
    Event completed = new Event.IntentCompleted(Json.EMPTY, Optional.empty());

    assertThat(texts(created().opened(ONCALL).decided("ada", "approved", completed)))
        .containsExactly(
            "[approved] " + ABOUT + " was decided by ada at 10:02:00, 1 min after it was asked");
  }

  @ParameterizedTest
  @EnumSource(Plan.DeadlineAction.class)
  void anExpiredTaskSaysWhatHappensNow(Plan.DeadlineAction action) {
    assertThat(texts(created().opened(ONCALL).then(new Event.TaskExpired(HUMAN, 2, action))))
        .singleElement()
        .asString()
        .startsWith("[expired] " + ABOUT + " was not answered by 10:02:00 · ");
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of(new Event.IntentCompleted(Json.EMPTY, Optional.empty()), "was completed"),
        Arguments.of(
            new Event.IntentCompleted(Json.EMPTY, Optional.of("done by phone")),
            "was completed by hand, without a decision (done by phone)"),
        Arguments.of(new Event.IntentFailed("resolved", "no use", Json.EMPTY), "failed (no use)"),
        Arguments.of(new Event.IntentCanceled(""), "was canceled"),
        Arguments.of(
            new Event.IntentTimedOut("intent_deadline", "too late"), "timed out (too late)"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void aTaskThatIsTakenBackSaysWhy(Event end, String why) {
    assertThat(texts(created().opened(ONCALL).then(end)))
        .containsExactly(
            "[withdrawn] "
                + ABOUT
                + " needs no answer any more: the intent "
                + why
                + " at 10:02:00");
  }

  @Test
  void aNotificationStepSaysWhatItsAuthorWrote() {
    Event message =
        new Event.NotificationRequested(
            Facts.AGENT, 1, List.of(), "ops@acme.example", "Done", "All went well.");

    assertThat(texts(Facts.plain().then(message)))
        .containsExactly("[message to ops@acme.example] Done · All went well. (intent 12345678…)");
  }

  @Test
  void whatNeedsMoreThanAYesIsLookedAtFirst() {
    Facts facts = created().opened(Facts.question(TaskType.MANUAL_ACTION, false, true, ONCALL));

    assertThat(texts(facts).getFirst())
        .startsWith("[new manual action] ")
        .endsWith(" · look: assent tasks get " + ID);
  }

  @Test
  void aRequiredCommentIsPartOfTheCommand() {
    Facts facts = created().opened(Facts.question(TaskType.CLARIFICATION, true, false, ONCALL));

    assertThat(texts(facts).getFirst())
        .endsWith(" · provided: assent tasks approve " + ID + " --comment '…'");
  }

  private List<String> texts(Facts facts) {
    return said(facts).stream().map(Words::text).toList();
  }

  /// What the messages of the last batch say, to each recipient.
  private List<Words> said(Facts facts) {
    Planned planned = new Planned(List.of(), Optional.empty());
    for (Happened happened : facts.batches()) {
      planned = NotificationPlan.of(planned.context(), happened);
    }
    return planned.messages().stream()
        .flatMap(message -> message.to().stream().map(to -> wording.of(message, to)))
        .toList();
  }
}
