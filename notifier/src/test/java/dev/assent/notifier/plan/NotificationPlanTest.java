package dev.assent.notifier.plan;

import static dev.assent.notifier.plan.Facts.AGENT;
import static dev.assent.notifier.plan.Facts.HUMAN;
import static dev.assent.notifier.plan.Facts.INTENT;
import static dev.assent.notifier.plan.Facts.LEAD;
import static dev.assent.notifier.plan.Facts.ONCALL;
import static dev.assent.notifier.plan.Facts.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.notifier.plan.Message.Link;
import dev.assent.notifier.plan.Message.Urgency;
import dev.assent.notifier.plan.Message.What;
import dev.assent.notifier.plan.NotificationPlan.Planned;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NotificationPlanTest {
  private static final Recipient SRE = new Recipient.Role("sre_oncall");
  private static final Recipient LEADER = new Recipient.Person("lead");

  @Test
  void anIntentThatBeginsTellsNobody() {
    assertThat(planned(created(ONCALL)).messages()).isEmpty();
  }

  @Test
  void aNewTaskAsksEachOneNamed_withWhatIsShownAndUntilWhen() {
    Facts facts = created();
    facts.opened(ONCALL, LEAD);
    Message message = only(facts);

    assertThat(message.what()).isEqualTo(new What.Opened());
    assertThat(message.to()).containsExactly(SRE, LEADER);
    assertThat(message.seq()).isEqualTo(4);
    assertThat(message.urgency()).isEqualTo(Urgency.NORMAL);
    assertThat(message.deadline()).contains(message.at().plusSeconds(3_600));
    assertThat(message.task().orElseThrow().content())
        .contains(new Message.Content(1, Hash.of("1")));
    assertThat(message.links())
        .containsExactly(new Link(Link.Rel.LOOK, INTENT), new Link(Link.Rel.SAY_YES, INTENT));
  }

  @Test
  void aTaskForEverybodyAsksTheApproversOfTheWorkspace() {
    assertThat(only(created().opened()).to()).containsExactly(new Recipient.Approvers("acme/prod"));
  }

  @Test
  void aReminderPressesAndKnowsTheHowManiethItIs() {
    Message message = only(created().opened(ONCALL).reminded(1));

    assertThat(message.what()).isEqualTo(new What.Reminded(1, 3));
    assertThat(message.urgency()).isEqualTo(Urgency.HIGH);
    assertThat(message.task().orElseThrow().content())
        .contains(new Message.Content(1, Hash.of("1")));
  }

  @Test
  void anEscalationAsksThoseItGoesTo_andLaterMessagesAreForAll() {
    Facts facts = created().opened(ONCALL).reminded(1).escalated(LEAD);
    Message escalated = only(facts);

    assertThat(escalated.what())
        .isEqualTo(new What.Escalated("unanswered after the last reminder"));
    assertThat(escalated.to()).containsExactly(LEADER);
    assertThat(escalated.task().orElseThrow().content())
        .as("it is another version now")
        .contains(new Message.Content(2, Hash.of("2")));
    assertThat(only(facts.decided("lead", "approved")).to()).containsExactly(SRE, LEADER);
  }

  @Test
  void aDecisionIsToldWithoutItsComment() {
    Facts facts =
        created()
            .opened(ONCALL)
            .decided("ada", "approved", new Event.IntentCompleted(Json.EMPTY, Optional.empty()));

    Message message = only(facts);
    assertThat(message.what()).isEqualTo(new What.Decided("approved", "ada", Optional.empty()));
    assertThat(message.urgency()).isEqualTo(Urgency.LOW);
    assertThat(message.deadline()).isEmpty();
    assertThat(message.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @EnumSource(Plan.DeadlineAction.class)
  void anExpiredTaskIsToldWithWhatHappensNow(Plan.DeadlineAction action) {
    assertThat(only(created().opened(ONCALL).then(new Event.TaskExpired(HUMAN, 2, action))).what())
        .isEqualTo(new What.Expired(action));
  }

  static Stream<Event> endings() {
    return Stream.of(
        new Event.IntentCompleted(Json.EMPTY, Optional.empty()),
        new Event.IntentFailed("resolved", "no use", Json.EMPTY),
        new Event.IntentCanceled(""),
        new Event.IntentTimedOut("intent_deadline", "too late"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void anOpenTaskIsWithdrawnWhenItsIntentEnds(Event end) {
    Planned planned = planned(created().opened(ONCALL).then(end));

    assertThat(planned.messages())
        .singleElement()
        .extracting(Message::what)
        .isInstanceOf(What.Withdrawn.class);
    assertThat(planned.context()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("endings")
  void theEndOfAnIntentWithoutAnOpenTaskTellsNobodyAndNothingIsKept(Event end) {
    assertThat(planned(created(ONCALL).then(end)))
        .isEqualTo(new Planned(List.of(), Optional.empty()));
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

    assertThat(after.messages()).isEmpty();
    assertThat(after.context()).isEqualTo(before.context());
  }

  @Test
  void aNotificationStepTellsWhomItNamesOverTheChannelsItNames() {
    Message message =
        only(
            Facts.plain()
                .then(
                    new Event.NotificationRequested(
                        AGENT, 1, List.of("email"), "ops@acme.example", "Done", "All well.")));

    assertThat(message.what()).isEqualTo(new What.Said("Done", "All well."));
    assertThat(message.to()).containsExactly(new Recipient.Named("ops@acme.example"));
    assertThat(message.channels()).containsExactly("email");
    assertThat(message.task()).isEmpty();
  }

  @Test
  void whatNeedsMoreThanAYesHasNoLinkThatSaysIt() {
    Facts facts = created().opened(Facts.question(TaskType.MANUAL_ACTION, false, true, ONCALL));

    assertThat(only(facts).links()).containsExactly(new Link(Link.Rel.LOOK, INTENT));
  }

  @Test
  void theSameFactsGiveTheSameMessages() {
    Facts facts = created().opened(ONCALL, LEAD).reminded(1).reminded(2).escalated(LEAD);
    facts.decided("ada", "approved");

    assertThat(all(facts)).hasSize(5).isEqualTo(all(facts));
  }

  @Test
  void factsToldBeforeAreNotToldAgain() {
    Facts facts = created().opened(ONCALL).reminded(1);
    Optional<TaskContext> context = planned(facts).context();

    for (Happened again : facts.batches()) {
      assertThat(NotificationPlan.of(context, again)).isEqualTo(new Planned(List.of(), context));
    }
  }

  @Test
  void factsOfAnIntentThatIsOverTellNobody() {
    Facts facts = created().opened(ONCALL).reminded(1).escalated(LEAD).decided("ada", "approved");

    for (Happened late : facts.batches().subList(1, 5)) {
      assertThat(NotificationPlan.of(Optional.empty(), late).messages()).isEmpty();
    }
  }

  @Test
  void anotherQuestionOfTheSameIntentIsToldAgain() {
    Facts facts = created().opened(ONCALL).decided("ada", "changes_requested").opened(ONCALL);

    assertThat(only(facts).what()).isEqualTo(new What.Opened());
  }

  @Test
  void aRecipientIsReadAsItWasWritten() {
    assertThat(
            Stream.of(
                SRE,
                LEADER,
                new Recipient.Approvers("acme/prod"),
                new Recipient.Agent("agent://acme/prod/validator"),
                new Recipient.Named("ops@acme.example")))
        .allSatisfy(one -> assertThat(Recipient.parse(one.toString())).isEqualTo(one));
  }

  /// The one message of the last batch.
  private static Message only(Facts facts) {
    List<Message> messages = planned(facts).messages();
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  private static List<Message> all(Facts facts) {
    Planned planned = new Planned(List.of(), Optional.empty());
    Stream.Builder<Message> all = Stream.builder();
    for (Happened happened : facts.batches()) {
      planned = NotificationPlan.of(planned.context(), happened);
      planned.messages().forEach(all);
    }
    return all.build().toList();
  }

  private static Planned planned(Facts facts) {
    Planned planned = new Planned(List.of(), Optional.empty());
    for (Happened happened : facts.batches()) {
      planned = NotificationPlan.of(planned.context(), happened);
    }
    return planned;
  }
}
