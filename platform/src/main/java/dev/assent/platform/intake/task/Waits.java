package dev.assent.platform.intake.task;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// When people are reminded of a question and who is asked next: the fields `remind_after_seconds`,
/// `remind_interval_seconds`, `max_reminders` and `escalate_to` of an intent or of a step (contract
/// section 5.3).
public record Waits(
    Optional<Duration> after,
    Optional<Duration> every,
    Optional<Integer> max,
    Optional<Assignee> escalateTo) {
  private static final String AFTER = "remind_after_seconds";
  private static final String EVERY = "remind_interval_seconds";
  private static final String MAX = "max_reminders";
  private static final String ESCALATE_TO = "escalate_to";

  public static final List<String> FIELDS = List.of(AFTER, EVERY, MAX, ESCALATE_TO);

  /// @param people who a name of `escalate_to` stands for
  public static Waits read(Fields fields, Function<String, Assignee> people) {
    return new Waits(
        fields.optionalSeconds(AFTER, Limits.REMINDER_WAIT_MIN),
        fields.optionalSeconds(EVERY, Limits.REMINDER_WAIT_MIN),
        fields.optionalCount(MAX, 1, Limits.REMINDERS_MAX),
        fields
            .optionalText(ESCALATE_TO, Limits.ADDRESS_LENGTH_MAX)
            .map(name -> escalation(fields, name, people)));
  }

  /// AXP lets an agent be named here; it is put on record and told, and decides nothing.
  private static Assignee escalation(
      Fields fields, String name, Function<String, Assignee> people) {
    if (!name.startsWith(AgentAddress.SCHEME)) {
      return people.apply(name);
    }
    fields.warn(ESCALATE_TO, "an agent never decides, so the escalation asks nobody else");
    return new Assignee.Role(name);
  }

  /// Tells the author what of this never comes.
  ///
  /// @param fields where the waits are written
  /// @param deadline how long an answer may take at most
  public void check(Fields fields, Optional<Duration> deadline) {
    Optional<Reminders> reminders = reminders();
    if (reminders.isEmpty() && max.isPresent()) {
      fields.warn(MAX, "nobody is reminded: there is no remind_after_seconds and no interval");
    }
    if (escalateTo.isPresent() && reminders.isEmpty() && deadline.isEmpty()) {
      fields.warn(
          ESCALATE_TO,
          "the escalation never comes: there are no reminders, and no step_deadline_seconds");
    }
    reminders.ifPresent(r -> deadline.ifPresent(by -> checkOrder(fields, r, by)));
  }

  private void checkOrder(Fields fields, Reminders reminders, Duration deadline) {
    if (reminders.after().compareTo(deadline) >= 0) {
      fields.warn(AFTER, "the deadline comes first, so nobody is reminded");
    } else if (escalateTo.isPresent()
        && reminders
                .after()
                .plus(reminders.every().multipliedBy(reminders.max()))
                .compareTo(deadline)
            >= 0) {
      fields.warn(
          ESCALATE_TO,
          "the deadline comes before the last reminder went unanswered, so the escalation never"
              + " comes");
    }
  }

  /// The [#FIELDS] of which nothing is said.
  public Set<String> missing() {
    Set<String> missing = new HashSet<>(FIELDS);
    after.ifPresent(_ -> missing.remove(AFTER));
    every.ifPresent(_ -> missing.remove(EVERY));
    max.ifPresent(_ -> missing.remove(MAX));
    escalateTo.ifPresent(_ -> missing.remove(ESCALATE_TO));
    return missing;
  }

  /// A step's own waits, and the intent's where it says nothing.
  public Waits or(Waits intents) {
    return new Waits(
        after.or(intents::after),
        every.or(intents::every),
        max.or(intents::max),
        escalateTo.or(intents::escalateTo));
  }

  /// The interval defaults to the first wait and the count to 3: the `axme` CLI drops the interval
  /// from a step.
  public Optional<Reminders> reminders() {
    return after
        .or(() -> every)
        .map(
            first ->
                new Reminders(
                    first, every.orElse(first), max.orElse(Reminders.MAX_DEFAULT), escalateTo));
  }
}
