package dev.assent.notifier.channel;

import dev.assent.contract.id.IntentId;
import dev.assent.notifier.plan.Message;
import dev.assent.notifier.plan.Message.Link;
import dev.assent.notifier.plan.Message.Task;
import dev.assent.notifier.plan.Message.What;
import dev.assent.notifier.plan.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

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

  /// @param to whom it is told
  Words of(Message message, Recipient to) {
    return switch (message.what()) {
      case What.Said said -> said(message, said);
      case What.Opened _ -> opened(new Asked(message, task(message), to));
      case What.Reminded reminded -> reminded(new Asked(message, task(message), to), reminded);
      case What.Escalated escalated -> escalated(new Asked(message, task(message), to), escalated);
      case What.Decided decided -> decided(new Asked(message, task(message), to), decided);
      case What.Expired expired -> expired(new Asked(message, task(message), to), expired);
      case What.Withdrawn withdrawn -> withdrawn(new Asked(message, task(message), to), withdrawn);
    };
  }

  private static Task task(Message message) {
    return message
        .task()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "expected a message with a task, but " + message.what() + " has none"));
  }

  /// A message about a task, to one recipient.
  private record Asked(Message message, Task task, Recipient to) {
    Instant at() {
      return message.at();
    }

    String about() {
      return " (intent " + shortId(message.intent()) + ", " + task.intentType() + ")";
    }
  }

  private Words opened(Asked a) {
    String subject = "[new " + a.task().type().replace('_', ' ') + "] " + a.task().title();
    String text = a.about() + " from " + a.task().from() + " waits for " + name(a.to());
    return new Words(subject, subject + text + due(a) + answer(a));
  }

  private Words reminded(Asked a, What.Reminded reminded) {
    String which = reminded.count() + " of " + reminded.max();
    String subject = "[reminder " + which + "] " + a.task().title();
    String text = a.about() + " waits for " + name(a.to()) + since(a);
    return new Words(subject, subject + text + due(a) + answer(a));
  }

  private Words escalated(Asked a, What.Escalated escalated) {
    String subject = "[escalated to " + name(a.to()) + "] " + a.task().title();
    String text = a.about() + " waits" + since(a) + SEPARATOR + escalated.reason();
    return new Words(subject, subject + text + due(a) + answer(a));
  }

  private Words decided(Asked a, What.Decided decided) {
    String subject = "[" + decided.outcome() + "] " + a.task().title();
    return new Words(
        subject,
        subject
            + a.about()
            + " was decided by "
            + decided.by()
            + decided.onBehalfOf().map(other -> " on behalf of " + other).orElse("")
            + " at "
            + time(a.at(), a.at())
            + ", "
            + duration(Duration.between(a.task().openedAt(), a.at()))
            + " after it was asked");
  }

  private Words expired(Asked a, What.Expired expired) {
    String subject = "[expired] " + a.task().title();
    String consequence =
        switch (expired.action()) {
          case TIME_OUT -> "its time is over";
          case REJECT -> "which its plan takes for a no";
          case ESCALATE -> "others are asked now";
          case NEXT -> "its plan goes on without an answer";
        };
    return new Words(
        subject,
        subject
            + a.about()
            + " was not answered by "
            + time(a.at(), a.at())
            + SEPARATOR
            + consequence);
  }

  private Words withdrawn(Asked a, What.Withdrawn withdrawn) {
    String subject = "[withdrawn] " + a.task().title();
    String how =
        switch (withdrawn.end()) {
          case COMPLETED -> "was completed";
          case COMPLETED_BY_HAND -> "was completed by hand, without a decision";
          case FAILED -> "failed";
          case CANCELED -> "was canceled";
          case TIMED_OUT -> "timed out";
        };
    String why = withdrawn.reason().isBlank() ? "" : " (" + withdrawn.reason() + ")";
    return new Words(
        subject,
        subject
            + a.about()
            + " needs no answer any more: the intent "
            + how
            + why
            + " at "
            + time(a.at(), a.at()));
  }

  private static Words said(Message message, What.Said said) {
    String to = message.to().stream().map(Recipient::toString).collect(Collectors.joining(", "));
    String subject = "[message to " + to + "] " + said.subject();
    String body = said.body().isBlank() ? "" : SEPARATOR + said.body();
    return new Words(subject, subject + body + " (intent " + shortId(message.intent()) + ")");
  }

  private static String shortId(IntentId intent) {
    return intent.toString().substring(0, SHORT_ID) + "…";
  }

  /// `role:sre_oncall` reads *role sre_oncall*, `person:ada` reads *ada*.
  private static String name(Recipient recipient) {
    return switch (recipient) {
      case Recipient.Role role -> "role " + role.name();
      case Recipient.Person person -> person.id();
      case Recipient.Approvers approvers -> approvers.toString();
      case Recipient.Agent agent -> agent.address();
      case Recipient.Named named -> named.text();
    };
  }

  private String since(Asked a) {
    Instant openedAt = a.task().openedAt();
    return " since "
        + time(openedAt, a.at())
        + " ("
        + duration(Duration.between(openedAt, a.at()))
        + ")";
  }

  private String due(Asked a) {
    return a.message()
        .deadline()
        .map(
            due ->
                SEPARATOR
                    + "due "
                    + time(due, a.at())
                    + " (in "
                    + duration(Duration.between(a.at(), due))
                    + ")")
        .orElse("");
  }

  private static String answer(Asked a) {
    if (a.message().links().stream().noneMatch(link -> link.rel() == Link.Rel.SAY_YES)) {
      return SEPARATOR + "look: assent tasks get " + a.message().intent();
    }
    String yes = a.task().yes();
    String verb = yes.equals("approved") ? "approve" : yes;
    String comment = a.task().commentRequired() ? " --comment '…'" : "";
    return SEPARATOR + verb + ": assent tasks approve " + a.message().intent() + comment;
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
