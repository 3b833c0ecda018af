package dev.assent.platform.intake.task;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// When people are reminded of a question and who is asked next: the fields `remind_after_seconds`,
/// `remind_interval_seconds`, `max_reminders` and `escalate_to` of an intent or of a step (contract
/// section 5.3).
public record Waits(
    Optional<Duration> after,
    Optional<Duration> every,
    Optional<Integer> max,
    Optional<Assignee> escalateTo) {

  /// @param people who a name of `escalate_to` stands for
  public static Waits read(Fields fields, Function<String, Assignee> people) {
    return new Waits(
        fields.optionalSeconds("remind_after_seconds", Limits.REMINDER_WAIT_MIN),
        fields.optionalSeconds("remind_interval_seconds", Limits.REMINDER_WAIT_MIN),
        fields.optionalCount("max_reminders", 1, Limits.REMINDERS_MAX),
        fields
            .optionalText("escalate_to", Limits.ADDRESS_LENGTH_MAX)
            .map(name -> escalation(fields, name, people)));
  }

  /// AXP lets an agent be named here; it is put on record and told, and decides nothing.
  private static Assignee escalation(
      Fields fields, String name, Function<String, Assignee> people) {
    if (!name.startsWith(AgentAddress.SCHEME)) {
      return people.apply(name);
    }
    fields.warn("escalate_to", "an agent never decides, so the escalation asks nobody else");
    return new Assignee.Role(name);
  }

  /// Tells the author what of this never comes.
  ///
  /// @param fields where the waits are written
  /// @param deadline how long an answer may take at most
  public void check(Fields fields, Optional<Duration> deadline) {
    Optional<Reminders> reminders = reminders();
    if (reminders.isEmpty() && max.isPresent()) {
      fields.warn(
          "max_reminders", "nobody is reminded: there is no remind_after_seconds and no interval");
    }
    if (escalateTo.isPresent() && reminders.isEmpty() && deadline.isEmpty()) {
      fields.warn(
          "escalate_to",
          "the escalation never comes: there are no reminders, and no step_deadline_seconds");
    }
    reminders.ifPresent(r -> deadline.ifPresent(by -> checkOrder(fields, r, by)));
  }

  private void checkOrder(Fields fields, Reminders reminders, Duration deadline) {
    if (reminders.after().compareTo(deadline) >= 0) {
      fields.warn("remind_after_seconds", "the deadline comes first, so nobody is reminded");
    } else if (escalateTo.isPresent()
        && reminders
                .after()
                .plus(reminders.every().multipliedBy(reminders.max()))
                .compareTo(deadline)
            >= 0) {
      fields.warn(
          "escalate_to",
          "the deadline comes before the last reminder went unanswered, so the escalation never"
              + " comes");
    }
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
