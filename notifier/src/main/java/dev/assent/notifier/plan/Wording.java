package dev.assent.notifier.plan;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.id.IntentId;
import dev.assent.notifier.plan.TaskContext.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What the messages say, in one line each: first what it is, then about what, who waits for whom
/// since when, until when, and the command that answers. For somebody who was woken by it.
///
/// @param zone in which times are written
record Wording(ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final String SEPARATOR = " · ";
  private static final int SHORT_ID = 8;

  /// A message without its envelope.
  record Words(String subject, String text) {}

  Words opened(IntentId intent, TaskContext context, Question question, String to, Instant now) {
    String subject = "[new " + question.type().replace('_', ' ') + "] " + question.title();
    return new Words(
        subject,
        subject
            + about(intent, context)
            + " from "
            + context.from()
            + " waits for "
            + name(to)
            + due(question, now)
            + answer(intent, question));
  }

  Words reminded(
      IntentId intent, TaskContext context, Question question, int count, String to, Instant now) {
    int max = Math.max(count, context.remindersMax().getOrDefault(question.step(), 0));
    String subject = "[reminder " + count + " of " + max + "] " + question.title();
    return new Words(
        subject,
        subject
            + about(intent, context)
            + " waits for "
            + name(to)
            + since(question, now)
            + due(question, now)
            + answer(intent, question));
  }

  Words escalated(
      IntentId intent,
      TaskContext context,
      Question question,
      String reason,
      String to,
      Instant now) {
    String subject = "[escalated to " + name(to) + "] " + question.title();
    return new Words(
        subject,
        subject
            + about(intent, context)
            + " waits"
            + since(question, now)
            + SEPARATOR
            + reason
            + due(question, now)
            + answer(intent, question));
  }

  Words decided(TaskContext context, Question question, Event.TaskDecided decided, Happened in) {
    String subject = "[" + decided.outcome() + "] " + question.title();
    return new Words(
        subject,
        subject
            + about(in.intent(), context)
            + " was decided by "
            + in.actor().id()
            + decided.onBehalfOf().map(other -> " on behalf of " + other).orElse("")
            + " at "
            + time(in.at(), in.at())
            + ", "
            + duration(Duration.between(question.openedAt(), in.at()))
            + " after it was asked");
  }

  Words expired(
      IntentId intent,
      TaskContext context,
      Question question,
      Plan.DeadlineAction action,
      Instant now) {
    String subject = "[expired] " + question.title();
    String consequence =
        switch (action) {
          case TIME_OUT -> "its time is over";
          case REJECT -> "which its plan takes for a no";
          case ESCALATE -> "others are asked now";
          case NEXT -> "its plan goes on without an answer";
        };
    return new Words(
        subject,
        subject
            + about(intent, context)
            + " was not answered by "
            + time(now, now)
            + SEPARATOR
            + consequence);
  }

  Words withdrawn(
      IntentId intent, TaskContext context, Question question, String why, Instant now) {
    String subject = "[withdrawn] " + question.title();
    return new Words(
        subject,
        subject
            + about(intent, context)
            + " needs no answer any more: the intent "
            + why
            + " at "
            + time(now, now));
  }

  Words message(IntentId intent, Event.NotificationRequested message) {
    String subject = "[message to " + message.to() + "] " + message.subject();
    String body = message.body().isBlank() ? "" : SEPARATOR + message.body();
    return new Words(subject, subject + body + " (intent " + shortId(intent) + ")");
  }

  private static String about(IntentId intent, TaskContext context) {
    return " (intent " + shortId(intent) + ", " + context.intentType() + ")";
  }

  private static String shortId(IntentId intent) {
    return intent.toString().substring(0, SHORT_ID) + "…";
  }

  /// `role:sre_oncall` reads *role sre_oncall*, `person:ada` reads *ada*.
  private static String name(String recipient) {
    if (recipient.startsWith("role:")) {
      return "role " + recipient.substring("role:".length());
    }
    return recipient.startsWith("person:") ? recipient.substring("person:".length()) : recipient;
  }

  private String since(Question question, Instant now) {
    return " since "
        + time(question.openedAt(), now)
        + " ("
        + duration(Duration.between(question.openedAt(), now))
        + ")";
  }

  private String due(Question question, Instant now) {
    return question
        .dueAt()
        .map(
            due ->
                SEPARATOR
                    + "due "
                    + time(due, now)
                    + " (in "
                    + duration(Duration.between(now, due))
                    + ")")
        .orElse("");
  }

  private static String answer(IntentId intent, Question question) {
    String look = "look: assent tasks get " + intent;
    if (question.yes().isEmpty() || question.more()) {
      return SEPARATOR + look;
    }
    String verb = question.yes().equals("approved") ? "approve" : question.yes();
    String comment = question.commentRequired() ? " --comment '…'" : "";
    return SEPARATOR + verb + ": assent tasks approve " + intent + comment;
  }

  private String time(Instant at, Instant now) {
    boolean sameDay = at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
    return (sameDay ? TIME : DAY_AND_TIME).format(at.atZone(zone));
  }

  /// The largest unit and what is left over in the next one.
  private static String duration(Duration duration) {
    Duration d = duration.isNegative() ? Duration.ZERO : duration;
    if (d.toDays() > 0) {
      return two(d.toDays(), "d", d.toHoursPart(), "h");
    }
    if (d.toHours() > 0) {
      return two(d.toHours(), "h", d.toMinutesPart(), "min");
    }
    return d.toMinutes() > 0
        ? two(d.toMinutes(), "min", d.toSecondsPart(), "s")
        : d.toSeconds() + " s";
  }

  private static String two(long large, String largeUnit, int small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
