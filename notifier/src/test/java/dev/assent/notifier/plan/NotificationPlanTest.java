package dev.assent.notifier.plan;

import static dev.assent.notifier.plan.Facts.AGENT;
import static dev.assent.notifier.plan.Facts.HUMAN;
import static dev.assent.notifier.plan.Facts.INTENT;
import static dev.assent.notifier.plan.Facts.LEAD;
import static dev.assent.notifier.plan.Facts.ONCALL;
import static dev.assent.notifier.plan.Facts.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import dev.assent.notifier.plan.Notification.Kind;
import dev.assent.notifier.plan.NotificationPlan.Planned;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NotificationPlanTest {
  private static final String ID = INTENT.toString();
  private static final String ABOUT =
      "SRE Approval - infrastructure change (intent 12345678…, intent.infra.change_approval.v1)";

  private final NotificationPlan plan = plan("console", true, "console", "email");

  @Test
  void anIntentThatBeginsTellsNobody() {
    assertThat(told(created(ONCALL))).isEmpty();
  }

  @Test
  void aNewTaskIsToldToEachOneAsked() {
    List<Notification> told = told(created().opened(ONCALL, LEAD));

    assertThat(told)
        .extracting(Notification::recipient)
        .containsExactly("role:sre_oncall", "person:lead");
    assertThat(told).allMatch(one -> one.kind() == Kind.OPENED && one.seq() == 4);
    assertThat(told.getFirst().text())
        .isEqualTo(
            "[new approval] "
                + ABOUT
                + " from deploy-pipeline waits for role sre_oncall · due 11:01:00 (in 1 h)"
                + " · approve: assent tasks approve "
                + ID);
    assertThat(told.getLast().text()).contains(" waits for lead · ");
    assertThat(told.getFirst().subject())
        .isEqualTo("[new approval] SRE Approval - infrastructure change");
  }

  @Test
  void aTaskForEverybodyIsToldToTheApproversOfTheWorkspace() {
    assertThat(told(created().opened()))
        .extracting(Notification::recipient)
        .containsExactly("approvers of acme/prod");
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
  void anEscalationIsToldToThoseItGoesToAndLaterMessagesToAll() {
    Facts facts = created().opened(ONCALL).reminded(1).escalated(LEAD);

    assertThat(texts(facts))
        .containsExactly(
            "[escalated to lead] "
                + ABOUT
                + " waits since 10:01:00 (2 min) · unanswered after the last reminder"
                + " · due 11:03:00 (in 1 h) · approve: assent tasks approve "
                + ID);
    assertThat(told(facts.decided("lead", "approved")))
        .extracting(Notification::recipient)
        .containsExactly("role:sre_oncall", "person:lead");
  }

  @Test
  void aDecisionIsToldWithWhoAndWhenButWithoutTheComment() {
    List<String> texts =
        texts(
            created()
                .opened(ONCALL)
                .decided(
                    "ada", "approved", new Event.IntentCompleted(Json.EMPTY, Optional.empty())));

    assertThat(texts)
        .containsExactly(
            "[approved] " + ABOUT + " was decided by ada at 10:02:00, 1 min after it was asked");
  }

  @ParameterizedTest
  @EnumSource(Plan.DeadlineAction.class)
  void anExpiredTaskIsToldWithWhatHappensNow(Plan.DeadlineAction action) {
    List<Notification> told =
        told(created().opened(ONCALL).then(new Event.TaskExpired(HUMAN, 2, action)));

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().kind()).isEqualTo(Kind.EXPIRED);
    assertThat(told.getFirst().text())
        .startsWith("[expired] " + ABOUT + " was not answered by 10:02:00 · ");
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of(new Event.IntentCompleted(Json.EMPTY, Optional.empty()), "was completed"),
        Arguments.of(new Event.IntentFailed("resolved", "no use", Json.EMPTY), "failed (no use)"),
        Arguments.of(new Event.IntentCanceled(""), "was canceled"),
        Arguments.of(
            new Event.IntentTimedOut("intent_deadline", "too late"), "timed out (too late)"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void anOpenTaskIsWithdrawnWhenItsIntentEnds(Event end, String why) {
    assertThat(texts(created().opened(ONCALL).then(end)))
        .containsExactly(
            "[withdrawn] "
                + ABOUT
                + " needs no answer any more: the intent "
                + why
                + " at 10:02:00");
  }

  @ParameterizedTest
  @MethodSource("endings")
  void theEndOfAnIntentWithoutAnOpenTaskTellsNobodyAndNothingIsKept(Event end, String why) {
    Planned planned = planned(created(ONCALL).then(end));

    assertThat(planned.notifications()).as(why).isEmpty();
    assertThat(planned.context()).isEmpty();
  }

  static Stream<Event> factsForNobody() {
    return Stream.of(
        new Event.StepDelivered(
            AGENT,
            1,
            new AgentAddress("acme", "prod", "validator"),
            false,
            Json.EMPTY,
            1,
            Optional.empty(),
            Optional.empty()),
        new Event.StepAcknowledged(AGENT, 1),
        new Event.StepProgressed(AGENT, 1, Json.EMPTY),
        new Event.StepCompleted(AGENT, 1, Json.EMPTY),
        new Event.StepFailed(AGENT, 1, "boom", Json.EMPTY, Optional.empty()),
        new Event.StepTimedOut(AGENT, 1),
        new Event.DelayStarted(AGENT, 1, "cool down", Facts.START),
        new Event.DelayElapsed(AGENT, 1),
        new Event.HandedOff("shift ends", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("factsForNobody")
  void otherFactsTellNobodyAndChangeNothingThatIsKept(Event event) {
    Facts facts = created().opened(ONCALL);
    Planned before = planned(facts);
    Planned after = planned(facts.then(event));

    assertThat(after.notifications()).isEmpty();
    assertThat(after.context()).isEqualTo(before.context());
  }

  @Test
  void aNotificationStepTellsWhomItNames() {
    assertThat(told(Facts.plain().then(message("console"))))
        .extracting(Notification::recipient, Notification::text)
        .containsExactly(
            tuple(
                "ops@acme.example",
                "[message to ops@acme.example] Done · All went well. (intent 12345678…)"));
  }

  @Test
  void aNotificationStepIsHeardByTheChannelsItNames() {
    Facts facts = Facts.plain().then(message("email"));

    assertThat(last(plan("email", false, "console", "email"), facts).notifications()).hasSize(1);
    assertThat(last(plan("console", true, "console", "email"), facts).notifications()).isEmpty();
  }

  @Test
  void aNotificationStepForNoRunningChannelIsHeardByTheLastResort() {
    Facts facts = Facts.plain().then(message("slack"));

    assertThat(last(plan("email", false, "console", "email"), facts).notifications()).isEmpty();
    assertThat(last(plan("console", true, "console", "email"), facts).notifications()).hasSize(1);
  }

  @Test
  void aNotificationStepThatNamesNoChannelIsHeardByAll() {
    Facts facts = Facts.plain().then(message());

    assertThat(last(plan("email", false, "console", "email"), facts).notifications()).hasSize(1);
    assertThat(last(plan("console", true, "console", "email"), facts).notifications()).hasSize(1);
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

  @Test
  void everyMessageHasItsOwnKeyAndTheSameOneWheneverItIsPlanned() {
    Facts facts = created().opened(ONCALL, LEAD).reminded(1).reminded(2).escalated(LEAD);
    facts.decided("ada", "approved");

    List<String> keys = all(facts);

    assertThat(keys).doesNotHaveDuplicates().hasSize(2 + 2 + 2 + 1 + 2);
    assertThat(all(facts)).isEqualTo(keys);
    assertThat(keys.getFirst()).isEqualTo(ID + "/4/console/role:sre_oncall");
  }

  @Test
  void factsToldBeforeAreNotToldAgain() {
    Facts facts = created().opened(ONCALL).reminded(1);
    Optional<TaskContext> context = planned(facts).context();

    for (Happened again : facts.batches()) {
      assertThat(plan.of(context, again)).isEqualTo(new Planned(List.of(), context));
    }
  }

  @Test
  void factsOfAnIntentThatIsOverTellNobody() {
    Facts facts = created().opened(ONCALL).reminded(1).escalated(LEAD).decided("ada", "approved");

    for (Happened late : facts.batches().subList(1, 5)) {
      assertThat(plan.of(Optional.empty(), late).notifications()).isEmpty();
    }
  }

  @Test
  void anotherQuestionOfTheSameIntentIsToldAgain() {
    Facts facts = created().opened(ONCALL).decided("ada", "changes_requested").opened(ONCALL);

    assertThat(told(facts)).extracting(Notification::kind).containsExactly(Kind.OPENED);
  }

  private static Event message(String... channels) {
    return new Event.NotificationRequested(
        AGENT, 1, List.of(channels), "ops@acme.example", "Done", "All went well.");
  }

  private static NotificationPlan plan(String channel, boolean lastResort, String... channels) {
    return new NotificationPlan(
        new Audience(channel, Set.of(channels), lastResort), ZoneOffset.UTC);
  }

  /// The messages of the last batch.
  private List<Notification> told(Facts facts) {
    return planned(facts).notifications();
  }

  private List<String> texts(Facts facts) {
    return told(facts).stream().map(Notification::text).toList();
  }

  private List<String> all(Facts facts) {
    Optional<TaskContext> context = Optional.empty();
    List<String> keys = new ArrayList<>();
    for (Happened happened : facts.batches()) {
      Planned planned = plan.of(context, happened);
      planned.notifications().forEach(one -> keys.add(one.dedupeKey()));
      context = planned.context();
    }
    return keys;
  }

  private Planned planned(Facts facts) {
    return last(plan, facts);
  }

  private static Planned last(NotificationPlan plan, Facts facts) {
    Planned planned = new Planned(List.of(), Optional.empty());
    for (Happened happened : facts.batches()) {
      planned = plan.of(planned.context(), happened);
    }
    return planned;
  }
}
