package dev.assent.intake;

import dev.assent.contract.Assignee;
import dev.assent.contract.Limits;
import dev.assent.contract.Reminders;
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
        fields.optionalSeconds("remind_after_seconds"),
        fields.optionalSeconds("remind_interval_seconds"),
        fields.optionalCount("max_reminders", 1, Limits.REMINDERS_MAX),
        fields.optionalText("escalate_to", Limits.ADDRESS_LENGTH_MAX).map(people));
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
