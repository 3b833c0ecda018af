package dev.assent.notifier.plan;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Assignee;
import dev.assent.notifier.plan.Notification.Kind;
import dev.assent.notifier.plan.TaskContext.Question;
import dev.assent.notifier.plan.Wording.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Who is told what of an intent's facts, over one channel. Pure: the same facts give the same
/// messages with the same dedupe keys, however often they are planned.
///
/// Told are those who were asked: that there is a question, its reminders, its escalation (to those
/// it goes to), and what became of it. A notification step tells whom it names.
public final class NotificationPlan {
  private final Audience audience;
  private final Wording wording;

  /// @param zone in which times are written
  public NotificationPlan(Audience audience, ZoneId zone) {
    this.audience = audience;
    this.wording = new Wording(zone);
  }

  /// The messages, and what to keep of the intent for later ones.
  public record Planned(List<Notification> notifications, Optional<TaskContext> context) {
    public Planned {
      notifications = List.copyOf(notifications);
    }
  }

  /// @param before what was kept of the intent; empty at its beginning, for one that asks nobody,
  ///   and for one that is over: facts of it that come again are told no more
  public Planned of(Optional<TaskContext> before, Happened happened) {
    if (before.isPresent() && happened.lastSeq() <= before.get().lastSeq()) {
      return new Planned(List.of(), before);
    }
    List<Notification> all = new ArrayList<>();
    Optional<TaskContext> context = before;
    int seq = happened.firstSeq();
    for (Event event : happened.events()) {
      Planned planned = of(context, event, new Fact(happened, seq));
      all.addAll(planned.notifications());
      context = planned.context();
      seq++;
    }
    boolean told = !all.isEmpty() || !context.equals(before);
    return new Planned(all, told ? context.map(c -> c.upTo(happened.lastSeq())) : before);
  }

  private record Fact(Happened in, int seq) {
    IntentId intent() {
      return in.intent();
    }

    Instant at() {
      return in.at();
    }
  }

  private Planned of(Optional<TaskContext> context, Event event, Fact fact) {
    return switch (event) {
      case Event.IntentCreated e -> new Planned(List.of(), TaskContext.of(e));
      case Event.TaskOpened e -> ifKnown(context, known -> opened(known, e, fact));
      case Event.TaskReminded e -> ifOpen(context, open -> reminded(open, e, fact));
      case Event.TaskEscalated e -> ifOpen(context, open -> escalated(open, e, fact));
      case Event.TaskDecided e -> ifOpen(context, open -> decided(open, e, fact));
      case Event.TaskExpired e -> ifOpen(context, open -> expired(open, e, fact));
      case Event.NotificationRequested e -> message(context, e, fact);
      case Event.IntentCompleted e ->
          ended(
              context,
              e.resolved()
                  .map(why -> "was completed by hand, without a decision" + because(why))
                  .orElse("was completed"),
              fact);
      case Event.IntentFailed e -> ended(context, "failed" + because(e.reason()), fact);
      case Event.IntentCanceled e -> ended(context, "was canceled" + because(e.reason()), fact);
      case Event.IntentTimedOut e -> ended(context, "timed out" + because(e.reason()), fact);
      case Event.IntentSubmitted _,
          Event.StepDelivered _,
          Event.StepAcknowledged _,
          Event.StepProgressed _,
          Event.StepCompleted _,
          Event.StepFailed _,
          Event.StepTimedOut _,
          Event.DelayStarted _,
          Event.DelayElapsed _,
          Event.HandedOff _,
          Event.ControlsChanged _,
          Event.ThreadNoted _ ->
          new Planned(List.of(), context);
    };
  }

  /// What was kept of an intent, and its open question.
  private record Open(TaskContext context, Question question) {}

  private static Planned ifKnown(
      Optional<TaskContext> context, Function<TaskContext, Planned> plan) {
    return context.map(plan).orElseGet(() -> new Planned(List.of(), context));
  }

  private static Planned ifOpen(Optional<TaskContext> context, Function<Open, Planned> plan) {
    return context
        .flatMap(known -> known.open().map(question -> plan.apply(new Open(known, question))))
        .orElseGet(() -> new Planned(List.of(), context));
  }

  private Planned opened(TaskContext context, Event.TaskOpened e, Fact fact) {
    Question question = Question.of(e, asked(e.task().assignees(), fact), fact.at());
    return new Planned(
        each(
            question.asked(),
            Kind.OPENED,
            fact,
            to -> wording.opened(fact.intent(), context, question, to, fact.at())),
        Optional.of(context.with(question)));
  }

  private Planned reminded(Open open, Event.TaskReminded e, Fact fact) {
    return new Planned(
        each(
            open.question().asked(),
            Kind.REMINDED,
            fact,
            to ->
                wording.reminded(
                    fact.intent(), open.context(), open.question(), e.count(), to, fact.at())),
        Optional.of(open.context()));
  }

  private Planned escalated(Open open, Event.TaskEscalated e, Fact fact) {
    List<String> to = asked(e.to(), fact);
    Question question = open.question().escalated(to, e.deadlineAt());
    return new Planned(
        each(
            to,
            Kind.ESCALATED,
            fact,
            one ->
                wording.escalated(
                    fact.intent(), open.context(), question, e.reason(), one, fact.at())),
        Optional.of(open.context().with(question)));
  }

  private Planned decided(Open open, Event.TaskDecided e, Fact fact) {
    Words words = wording.decided(open.context(), open.question(), e, fact.in());
    return closed(open, Kind.DECIDED, words, fact);
  }

  private Planned expired(Open open, Event.TaskExpired e, Fact fact) {
    Words words =
        wording.expired(fact.intent(), open.context(), open.question(), e.action(), fact.at());
    return closed(open, Kind.EXPIRED, words, fact);
  }

  private Planned closed(Open open, Kind kind, Words words, Fact fact) {
    return new Planned(
        each(open.question().asked(), kind, fact, _ -> words),
        Optional.of(open.context().closed()));
  }

  /// A question that is open when its intent ends is taken back.
  private Planned ended(Optional<TaskContext> context, String why, Fact fact) {
    Planned told =
        ifOpen(
            context,
            open ->
                closed(
                    open,
                    Kind.WITHDRAWN,
                    wording.withdrawn(
                        fact.intent(), open.context(), open.question(), why, fact.at()),
                    fact));
    return new Planned(told.notifications(), Optional.empty());
  }

  private Planned message(Optional<TaskContext> context, Event.NotificationRequested e, Fact fact) {
    List<String> to = audience.hears(e.channels()) ? List.of(e.to()) : List.of();
    return new Planned(
        each(to, Kind.MESSAGE, fact, _ -> wording.message(fact.intent(), e)), context);
  }

  private List<Notification> each(
      List<String> recipients, Kind kind, Fact fact, Function<String, Words> words) {
    List<Notification> all = new ArrayList<>();
    for (String to : recipients) {
      Words said = words.apply(to);
      all.add(
          new Notification(
              fact.intent(),
              fact.seq(),
              audience.channel(),
              to,
              fact.at(),
              kind,
              said.subject(),
              said.text()));
    }
    return all;
  }

  private static List<String> asked(List<Assignee> assignees, Fact fact) {
    return assignees.isEmpty()
        ? List.of("approvers of " + fact.in().workspace())
        : assignees.stream().map(Assignee::toString).distinct().toList();
  }

  private static String because(String reason) {
    return reason.isBlank() ? "" : " (" + reason + ")";
  }
}
