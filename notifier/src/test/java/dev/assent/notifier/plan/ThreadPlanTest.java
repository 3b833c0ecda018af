package dev.assent.notifier.plan;

import static dev.assent.notifier.plan.Facts.INTENT;
import static dev.assent.notifier.plan.Facts.ONCALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThreadPlanTest {
  private static final String VALIDATOR = "agent://acme/prod/validator";
  private static final String PIPELINE = "agent://acme/prod/deploy-pipeline";
  private static final String OTHER = "agent://acme/prod/other";

  private static List<WebhookEvent> told(Facts facts) {
    List<WebhookEvent> all = new ArrayList<>();
    Optional<ThreadContext> context = Optional.empty();
    for (Happened happened : facts.batches()) {
      ThreadPlan.Planned planned = ThreadPlan.of(context, happened);
      all.addAll(planned.events());
      context = planned.context();
    }
    return all;
  }

  private static List<String> lines(Facts facts) {
    return told(facts).stream().map(ThreadPlanTest::line).toList();
  }

  /// `type change -> owner`
  private static String line(WebhookEvent event) {
    String change = event.payload().text().replaceAll(".*\"change\":\"([^\"]*)\".*", "$1");
    return event.type().wireName() + " " + change + " -> " + event.owner();
  }

  private static Event noted(ThreadNote note) {
    return new Event.ThreadNoted(note);
  }

  private static ThreadNote note(ThreadNote.Kind kind, String owner) {
    return ThreadNote.of(kind, owner, "top secret");
  }

  @Test
  void anApprovalRoundIsToldFromItsBeginningToItsEnd() {
    Facts round =
        Facts.created()
            .opened(ONCALL)
            .reminded(1)
            .decided("ada", "approved", new Event.IntentCompleted(Json.EMPTY, Optional.empty()));

    assertThat(lines(round))
        .containsExactly(
            "inbox.thread_created inbox.thread_created -> " + VALIDATOR,
            "inbox.thread_updated intent.human_task_assigned -> " + VALIDATOR,
            "inbox.thread_updated intent.human_task_assigned -> " + PIPELINE,
            "inbox.thread_updated inbox.decided -> " + VALIDATOR,
            "inbox.thread_updated inbox.decided -> " + PIPELINE,
            "inbox.thread_updated intent.completed -> " + VALIDATOR,
            "inbox.thread_updated intent.completed -> " + PIPELINE);
  }

  @Test
  void anEventSaysWhatChangedAndNotWhatWasSaid() {
    WebhookEvent decided =
        told(Facts.created().opened(ONCALL).decided("ada", "approved")).reversed().get(1);

    assertThat(decided.payload().text())
        .isEqualTo(
            "{\"actor\":\"ada\",\"change\":\"inbox.decided\",\"from_agent\":\"deploy-pipeline\","
                + "\"intent_id\":\"12345678-1234-8234-8234-123456780000\","
                + "\"intent_type\":\"intent.infra.change_approval.v1\","
                + "\"owner_agent\":\"agent://acme/prod/validator\",\"seq\":5,"
                + "\"thread_id\":\"12345678-1234-8234-8234-123456780000\","
                + "\"to_agent\":\"agent://acme/prod/validator\"}");
    assertThat(decided.intent()).contains(INTENT);
    assertThat(decided.seq()).isEqualTo(5);
    assertThat(decided.source()).isEqualTo("assent");
  }

  @Test
  void theSameFactsAreTheSameEvents_andNoTwoHaveOneId() {
    Facts facts = Facts.created().opened(ONCALL).decided("ada", "approved");

    assertThat(told(facts)).isEqualTo(told(facts));
    assertThat(told(facts)).extracting(WebhookEvent::id).doesNotHaveDuplicates();
    assertThat(WebhookEvent.timeOf(told(facts).getFirst().id())).contains(Facts.START);
  }

  @Test
  void aReplyIsReceivedByTheOtherSide_andAnUpdateForEverybodyElse() {
    Facts facts =
        Facts.created()
            .then(noted(note(ThreadNote.Kind.REPLY, VALIDATOR).to("deploy-pipeline")))
            .then(noted(note(ThreadNote.Kind.REPLY, PIPELINE).to(VALIDATOR)));

    assertThat(lines(facts).subList(1, 5))
        .containsExactly(
            "inbox.reply_received inbox.reply -> " + PIPELINE,
            "inbox.thread_updated inbox.reply -> " + VALIDATOR,
            "inbox.reply_received inbox.reply -> " + VALIDATOR,
            "inbox.thread_updated inbox.reply -> " + PIPELINE);
    assertThat(told(facts)).noneMatch(event -> event.payload().text().contains("secret"));
  }

  @Test
  void aDelegatedThreadIsNewToWhomItWasDelegated_whoHearsOfItFromThenOn() {
    Facts facts =
        Facts.created()
            .then(noted(note(ThreadNote.Kind.DELEGATE, VALIDATOR).to("other")))
            .then(noted(note(ThreadNote.Kind.DELEGATE, OTHER).to("other")))
            .opened(ONCALL);

    assertThat(lines(facts).stream().filter(line -> !line.endsWith(PIPELINE)).skip(1))
        .containsExactly(
            "inbox.thread_created inbox.delegated -> " + OTHER,
            "inbox.thread_updated inbox.delegated -> " + VALIDATOR,
            "inbox.thread_updated inbox.delegated -> " + VALIDATOR,
            "inbox.thread_updated inbox.delegated -> " + OTHER,
            "inbox.thread_updated intent.human_task_assigned -> " + VALIDATOR,
            "inbox.thread_updated intent.human_task_assigned -> " + OTHER);
  }

  @Test
  void aCompletionBringsTheThreadIntoTheInboxOfItsReplyTo() {
    Facts facts =
        Facts.created()
            .then(
                new Event.IntentCompleted(Json.EMPTY, Optional.empty()),
                noted(note(ThreadNote.Kind.COMPLETION, "deploy-pipeline")));

    assertThat(lines(facts).subList(1, 4))
        .containsExactly(
            "inbox.thread_updated intent.completed -> " + VALIDATOR,
            "inbox.thread_updated intent.completed -> " + PIPELINE,
            "inbox.thread_created inbox.completion -> " + PIPELINE);
  }

  @ParameterizedTest
  @EnumSource(
      value = ThreadNote.Kind.class,
      names = {"APPROVE", "REJECT", "READ"})
  void otherNotesAreUpdates(ThreadNote.Kind kind) {
    assertThat(lines(Facts.created().then(noted(note(kind, VALIDATOR)))))
        .contains("inbox.thread_updated " + kind.line().orElseThrow() + " -> " + VALIDATOR);
  }

  @Test
  void whatIsNoLineOfAThreadIsNotTold() {
    Facts facts =
        Facts.created()
            .then(
                noted(note(ThreadNote.Kind.DELETE_FOR_ALL, VALIDATOR)),
                new Event.StepAcknowledged(Facts.AGENT, 1),
                new Event.StepProgressed(Facts.AGENT, 1, Json.EMPTY));

    assertThat(lines(facts)).hasSize(1);
  }

  @Test
  void nothingIsKeptOfAnIntentThatIsOver_andNotesAfterItAreNotTold() {
    Happened end = Facts.created().then(new Event.IntentCanceled("no")).batches().getLast();
    Optional<ThreadContext> open =
        ThreadPlan.of(Optional.empty(), Facts.created().batches().getFirst()).context();

    assertThat(ThreadPlan.of(open, end).context()).isEmpty();
    assertThat(
            lines(
                Facts.created()
                    .then(new Event.IntentCanceled("no"))
                    .then(noted(note(ThreadNote.Kind.READ, VALIDATOR)))))
        .noneMatch(line -> line.contains("inbox.read"));
  }
}
