package dev.assent.notifier.plan;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.Eligibility;
import dev.assent.contract.task.OpenTask;
import dev.assent.notifier.plan.Message.Content;
import dev.assent.notifier.plan.Message.End;
import dev.assent.notifier.plan.Message.Link;
import dev.assent.notifier.plan.Message.Urgency;
import dev.assent.notifier.plan.Message.What;
import dev.assent.notifier.plan.TaskContext.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Who is told what of an intent's facts. Pure: the same facts give the same messages, however
/// often they are planned.
///
/// Told are those who were asked: that there is a question, its reminders, its escalation (to those
/// it goes to), and what became of it. A notification step tells whom it names.
public final class NotificationPlan {
  private NotificationPlan() {}

  /// The messages, and what to keep of the intent for later ones.
  public record Planned(List<Message> messages, Optional<TaskContext> context) {
    public Planned {
      messages = List.copyOf(messages);
    }
  }

  /// @param before what was kept of the intent; empty at its beginning, for one that asks nobody,
  ///   and for one that is over: facts of it that come again are told no more
  public static Planned of(Optional<TaskContext> before, Happened happened) {
    if (before.isPresent() && happened.lastSeq() <= before.get().lastSeq()) {
      return new Planned(List.of(), before);
    }
    List<Message> all = new ArrayList<>();
    Optional<TaskContext> context = before;
    int seq = happened.firstSeq();
    for (Event event : happened.events()) {
      Planned planned = of(context, event, new Fact(happened, seq));
      all.addAll(planned.messages());
      context = planned.context();
      seq++;
    }
    boolean told = !all.isEmpty() || !context.equals(before);
    return new Planned(all, told ? context.map(c -> c.upTo(happened.lastSeq())) : before);
  }

  private record Fact(Happened in, int seq) {}

  private static Planned of(Optional<TaskContext> context, Event event, Fact fact) {
    return switch (event) {
      case Event.IntentCreated e -> new Planned(List.of(), TaskContext.of(e));
      case Event.TaskOpened e -> ifKnown(context, known -> opened(known, e, fact));
      case Event.TaskReminded e -> ifOpen(context, open -> reminded(open, e, fact));
      case Event.TaskEscalated e -> ifOpen(context, open -> escalated(open, e, fact));
      case Event.TaskDecided e -> ifOpen(context, open -> decided(open, e, fact));
      case Event.TaskExpired e ->
          ifOpen(context, open -> closed(open, new What.Expired(e.action()), fact));
      case Event.NotificationRequested e -> said(context, e, fact);
      case Event.IntentCompleted e ->
          ended(
              context,
              e.resolved().isPresent() ? End.COMPLETED_BY_HAND : End.COMPLETED,
              e.resolved().orElse(""),
              fact);
      case Event.IntentFailed e -> ended(context, End.FAILED, e.reason(), fact);
      case Event.IntentCanceled e -> ended(context, End.CANCELED, e.reason(), fact);
      case Event.IntentTimedOut e -> ended(context, End.TIMED_OUT, e.reason(), fact);
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

  private static Planned opened(TaskContext context, Event.TaskOpened e, Fact fact) {
    OpenTask task = e.at(fact.in().at());
    Question question = Question.of(task, asked(task.eligibility(), fact));
    Open open = new Open(context, question);
    return asks(open, new What.Opened(), Urgency.NORMAL, question.asked(), fact);
  }

  private static Planned reminded(Open open, Event.TaskReminded e, Fact fact) {
    int max = open.context().remindersMax().getOrDefault(open.question().step(), 0);
    What what = new What.Reminded(e.count(), Math.max(e.count(), max));
    return asks(open, what, Urgency.HIGH, open.question().asked(), fact);
  }

  private static Planned escalated(Open open, Event.TaskEscalated e, Fact fact) {
    List<Recipient> to = recipients(e.to());
    Content content = new Content(e.version(), e.content());
    Question question = open.question().escalated(to, e.deadlineAt(), content);
    Open now = new Open(open.context(), question);
    return asks(now, new What.Escalated(e.reason()), Urgency.HIGH, to, fact);
  }

  private static Planned decided(Open open, Event.TaskDecided e, Fact fact) {
    String by = fact.in().actor().id();
    return closed(open, new What.Decided(e.outcome(), by, e.onBehalfOf()), fact);
  }

  private static Planned asks(
      Open open, What what, Urgency urgency, List<Recipient> to, Fact fact) {
    Question question = open.question();
    List<Link> links = new ArrayList<>(List.of(new Link(Link.Rel.LOOK, fact.in().intent())));
    if (!question.yes().isEmpty() && !question.more()) {
      links.add(new Link(Link.Rel.SAY_YES, fact.in().intent()));
    }
    Message message =
        new Message(
            fact.in().intent(),
            fact.seq(),
            fact.in().at(),
            what,
            Optional.of(open.context().task(question)),
            urgency,
            to,
            question.dueAt(),
            List.of(),
            links);
    return new Planned(List.of(message), Optional.of(open.context().with(question)));
  }

  private static Planned closed(Open open, What what, Fact fact) {
    Message message =
        new Message(
            fact.in().intent(),
            fact.seq(),
            fact.in().at(),
            what,
            Optional.of(open.context().task(open.question())),
            Urgency.LOW,
            open.question().asked(),
            Optional.empty(),
            List.of(),
            List.of(new Link(Link.Rel.LOOK, fact.in().intent())));
    return new Planned(List.of(message), Optional.of(open.context().closed()));
  }

  /// A question that is open when its intent ends is taken back.
  private static Planned ended(Optional<TaskContext> context, End end, String reason, Fact fact) {
    Planned told = ifOpen(context, open -> closed(open, new What.Withdrawn(end, reason), fact));
    return new Planned(told.messages(), Optional.empty());
  }

  private static Planned said(
      Optional<TaskContext> context, Event.NotificationRequested e, Fact fact) {
    Message message =
        new Message(
            fact.in().intent(),
            fact.seq(),
            fact.in().at(),
            new What.Said(e.subject(), e.body()),
            Optional.empty(),
            Urgency.LOW,
            List.of(Recipient.parse(e.to())),
            Optional.empty(),
            e.channels(),
            List.of(new Link(Link.Rel.LOOK, fact.in().intent())));
    return new Planned(List.of(message), context);
  }

  private static List<Recipient> asked(Eligibility who, Fact fact) {
    return who.everybody()
        ? List.of(new Recipient.Approvers(fact.in().workspace().toString()))
        : recipients(who.asked());
  }

  private static List<Recipient> recipients(List<Assignee> assignees) {
    return assignees.stream().map(Recipient::of).distinct().toList();
  }
}
