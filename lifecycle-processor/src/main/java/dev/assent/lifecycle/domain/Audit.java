package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection;
import dev.assent.contract.Status;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.AuditRecord.What;
import dev.assent.contract.task.Shown;
import dev.assent.contract.task.TaskRun;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Intent.Known;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What goes into the audit trail: one record whenever an open question is open no more, whoever or
/// whatever ended it, and one for each refused answer and each refused try to complete an intent
/// over its question. A repeated request whose answer is only repeated has its record already.
public final class Audit {
  private Audit() {}

  /// @param before the state the command met
  public static Optional<AuditRecord> of(Intent before, Asked asked, Decision decision) {
    return switch (decision) {
      case Decision.Accept accept ->
          open(before).flatMap(task -> accepted(before, task, asked, accept));
      case Decision.Reject reject -> refused(before, asked, reject.rejection());
      case Decision.Again _, Decision.Forget _ -> Optional.empty();
    };
  }

  private static Optional<TaskRun> open(Intent state) {
    return state instanceof Waiting waiting ? Optional.of(waiting.task()) : Optional.empty();
  }

  /// What was done while a question was open: which of it goes into the trail is said for each fact
  /// by [#end].
  private static Optional<AuditRecord> accepted(
      Intent before, TaskRun task, Asked asked, Decision.Accept accept) {
    Optional<End> end = end(asked, accept.happened());
    boolean open = open(accept.after()).filter(now -> now.ordinal() == task.ordinal()).isPresent();
    if (end.isEmpty() && !open) {
      throw new IllegalStateException(
          "expected what ended an open task among " + accept.happened());
    }
    return end.map(how -> ended(before, task, asked, accept.happened(), how));
  }

  /// How a question ended.
  ///
  /// @param index of the fact that ended it, among those of its command
  private record End(
      int index,
      What what,
      Optional<Shown> shown,
      String outcome,
      String comment,
      Optional<String> onBehalfOf,
      String cause) {
    static End unanswered(int index, What what, String reason, String cause) {
      return new End(index, what, Optional.empty(), "", reason, Optional.empty(), cause);
    }
  }

  private static AuditRecord ended(
      Intent before, TaskRun task, Asked asked, Happened happened, End end) {
    return new AuditRecord(
        asked.commandId(),
        happened.at(),
        happened.intent(),
        happened.workspace(),
        end.what(),
        Optional.of(task.step()),
        Optional.of(task.version()),
        Optional.of(task.content()),
        end.shown(),
        Optional.of(happened.firstSeq() + end.index()),
        asked.actor(),
        asked.door(),
        end.outcome(),
        end.comment(),
        end.onBehalfOf(),
        policy(before),
        end.cause(),
        Optional.empty(),
        Optional.empty(),
        question(before));
  }

  private static Optional<End> end(Asked asked, Happened happened) {
    List<Event> events = happened.events();
    for (int i = 0; i < events.size(); i++) {
      Optional<End> end = end(i, events.get(i), asked);
      if (end.isPresent()) {
        return end;
      }
    }
    return Optional.empty();
  }

  private static Optional<End> end(int index, Event event, Asked asked) {
    return switch (event) {
      case Event.TaskDecided e ->
          Optional.of(
              new End(
                  index,
                  What.DECIDED,
                  asked.command() instanceof Command.Decide answer
                      ? Optional.of(answer.shown())
                      : Optional.empty(),
                  e.outcome(),
                  e.comment(),
                  e.onBehalfOf(),
                  ""));
      case Event.TaskExpired e ->
          Optional.of(
              End.unanswered(index, What.EXPIRED, "", e.action().name().toLowerCase(Locale.ROOT)));
      case Event.IntentCompleted e ->
          Optional.of(
              End.unanswered(index, What.RESOLVED, e.resolved().orElse(""), Evolution.RESOLVED));
      case Event.IntentFailed e ->
          Optional.of(End.unanswered(index, What.WITHDRAWN, e.reason(), e.code()));
      case Event.IntentCanceled e ->
          Optional.of(End.unanswered(index, What.WITHDRAWN, e.reason(), Evolution.CANCELED));
      case Event.IntentTimedOut e ->
          Optional.of(End.unanswered(index, What.WITHDRAWN, e.reason(), e.code()));
      case Event.IntentCreated _,
          Event.IntentSubmitted _,
          Event.StepDelivered _,
          Event.StepAcknowledged _,
          Event.StepProgressed _,
          Event.StepCompleted _,
          Event.StepFailed _,
          Event.StepTimedOut _,
          Event.TaskOpened _,
          Event.TaskReminded _,
          Event.TaskEscalated _,
          Event.DelayStarted _,
          Event.DelayElapsed _,
          Event.NotificationRequested _,
          Event.HandedOff _,
          Event.ControlsChanged _,
          Event.ThreadNoted _ ->
          Optional.empty();
    };
  }

  private static Optional<AuditRecord> refused(Intent before, Asked asked, Rejection rejection) {
    return switch (asked.command()) {
      case Command.Decide answer ->
          Optional.of(
              refused(
                  before,
                  asked,
                  rejection,
                  new End(
                      0,
                      What.REFUSED,
                      Optional.of(answer.shown()),
                      answer.outcome(),
                      answer.comment(),
                      answer.onBehalfOf(),
                      "")));
      case Command.Resolve resolve
          when resolve.status() == Status.COMPLETED && open(before).isPresent() ->
          Optional.of(
              refused(
                  before,
                  asked,
                  rejection,
                  End.unanswered(0, What.REFUSED, resolve.reason(), "resolve")));
      case Command.Resolve _,
          Command.Submit _,
          Command.Report _,
          Command.HandOff _,
          Command.Control _,
          Command.Annotate _,
          Command.FireTimer _ ->
          Optional.empty();
    };
  }

  private static AuditRecord refused(Intent before, Asked asked, Rejection rejection, End tried) {
    Optional<TaskRun> open = open(before);
    return new AuditRecord(
        asked.commandId(),
        Draft.stored(asked.at()),
        asked.target().root(),
        before.workspace().orElse(asked.actor().workspace()),
        tried.what(),
        open.map(TaskRun::step),
        open.map(TaskRun::version),
        open.map(TaskRun::content),
        tried.shown(),
        Optional.empty(),
        asked.actor(),
        asked.door(),
        cut(tried.outcome(), Limits.OUTCOME_LENGTH_MAX),
        cut(tried.comment(), Limits.COMMENT_LENGTH_MAX),
        tried.onBehalfOf().map(other -> cut(other, Limits.NAME_LENGTH_MAX)),
        policy(before),
        tried.cause(),
        Optional.of(rejection),
        Optional.empty(),
        question(before));
  }

  private static Optional<Plan.PolicyRef> policy(Intent before) {
    return before instanceof Known known ? known.policy() : Optional.empty();
  }

  private static Optional<AuditRecord.Question> question(Intent before) {
    return before instanceof Waiting waiting
        ? Optional.of(
            new AuditRecord.Question(
                waiting.origin().from(),
                waiting.origin().to().orElse(""),
                title(waiting.origin().plan(), waiting.task())))
        : Optional.empty();
  }

  private static String title(Plan plan, TaskRun task) {
    return plan.step(task.step()).orElseThrow() instanceof Plan.Step.Human human
        ? human.task().title()
        : "";
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
