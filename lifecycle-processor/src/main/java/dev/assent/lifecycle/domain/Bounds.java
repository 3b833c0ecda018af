package dev.assent.lifecycle.domain;

import dev.assent.contract.Plan;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Rejection;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.id.StepId;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Checks what is submitted against [Limits], as the doors did before: two checks on two paths.
/// Keeps the first thing that is out of bounds.
final class Bounds {
  private Optional<Rejection> first = Optional.empty();

  Optional<Rejection> first() {
    return first;
  }

  void text(String what, String text, int min, int max) {
    number(what + "'s length", text.length(), min, max);
  }

  void bytes(String what, Json json, int max) {
    number(what + "'s bytes", json.bytes(), 0, max);
  }

  void deadline(Instant deadline, Instant now) {
    if (!Limits.isTime(deadline)) {
      outside(
          "deadline_at from " + Limits.TIME_MIN + " to " + Limits.TIME_MAX, "it is " + deadline);
    }
    if (!deadline.isAfter(now)) {
      outside("deadline_at after now, " + now, "it is " + deadline);
    }
    if (deadline.isAfter(now.plus(Limits.WAIT_MAX))) {
      outside("deadline_at within " + Limits.WAIT_MAX, "it is " + deadline);
    }
  }

  void plan(Plan plan, FormRules forms) {
    for (Step step : plan.steps()) {
      next(plan, step, "on_success", step.onSuccess());
      next(plan, step, "on_failure", step.onFailure());
      switch (step) {
        case Step.Agent agent -> agent(agent);
        case Step.Human human -> {
          human(human);
          form(human, forms);
        }
        case Step.Delay delay -> {
          wait(at(delay, "duration"), delay.duration());
          text(at(delay, "reason"), delay.reason(), 0, Limits.DESCRIPTION_LENGTH_MAX);
        }
        case Step.Notification note -> notification(plan, note);
      }
    }
  }

  private void agent(Step.Agent step) {
    text(at(step, "agent"), step.agent().toString(), 1, Limits.ADDRESS_LENGTH_MAX);
    bytes(at(step, "input"), step.input(), Limits.PAYLOAD_BYTES_MAX);
    step.deadline().ifPresent(deadline -> wait(at(step, "deadline"), deadline));
    number(at(step, "deliveries"), step.deliveriesMax(), 1, Limits.DELIVERIES_MAX);
    number(at(step, "retries"), step.retriesMax(), 0, Limits.RETRIES_MAX);
    if (step.retriesMax() > 0) {
      wait(at(step, "retry delay"), step.retryDelay());
    }
  }

  private void human(Step.Human step) {
    HumanTask task = step.task();
    text(at(step, "title"), task.title(), 1, Limits.TITLE_LENGTH_MAX);
    text(at(step, "description"), task.description(), 0, Limits.DESCRIPTION_LENGTH_MAX);
    number(at(step, "outcomes"), task.outcomes().size(), 1, Limits.OUTCOMES_MAX);
    task.outcomes()
        .forEach(outcome -> text(at(step, "outcome"), outcome, 1, Limits.OUTCOME_LENGTH_MAX));
    number(at(step, "assignees"), task.assignees().size(), 0, Limits.ASSIGNEES_MAX);
    task.assignees()
        .forEach(who -> text(at(step, "assignee"), who.toString(), 1, Limits.ADDRESS_LENGTH_MAX));
    task.formSchema()
        .ifPresent(form -> bytes(at(step, "form_schema"), form, Limits.BODY_BYTES_MAX));
    task.notifyEmail()
        .ifPresent(mail -> text(at(step, "notify_email"), mail, 1, Limits.ADDRESS_LENGTH_MAX));
    step.deadline().ifPresent(deadline -> wait(at(step, "deadline"), deadline));
    step.reminders().ifPresent(reminders -> reminders(step, reminders));
    step.escalateTo()
        .ifPresent(
            who -> text(at(step, "escalate_to"), who.toString(), 1, Limits.ADDRESS_LENGTH_MAX));
  }

  /// Last, for it costs most. A form that nobody can fill in would leave its task without an
  /// answer.
  private void form(Step.Human step, FormRules forms) {
    if (first.isEmpty()) {
      step.task()
          .formSchema()
          .flatMap(forms::problem)
          .ifPresent(
              found ->
                  outside(
                      at(step, "form_schema") + " to be a JSON Schema that can be filled in",
                      found));
    }
  }

  private void reminders(Step.Human step, Reminders reminders) {
    wait(at(step, "first reminder"), reminders.after(), Limits.REMINDER_WAIT_MIN);
    wait(at(step, "reminder interval"), reminders.every(), Limits.REMINDER_WAIT_MIN);
    number(at(step, "reminders"), reminders.max(), 1, Limits.REMINDERS_MAX);
    reminders
        .escalateTo()
        .ifPresent(
            who -> text(at(step, "escalate_to"), who.toString(), 1, Limits.ADDRESS_LENGTH_MAX));
  }

  private void notification(Plan plan, Step.Notification step) {
    number(at(step, "channels"), step.channels().size(), 0, Limits.OUTCOMES_MAX);
    step.channels().forEach(name -> text(at(step, "channel"), name, 1, Limits.OUTCOME_LENGTH_MAX));
    text(at(step, "to"), step.to(), 0, Limits.ADDRESS_LENGTH_MAX);
    text(at(step, "subject"), step.subject(), 0, Limits.TITLE_LENGTH_MAX);
    text(at(step, "body"), step.body(), 0, Limits.DESCRIPTION_LENGTH_MAX);
    if (circles(plan, step)) {
      outside("a wait somewhere in the circle of step '" + step.id() + "'", "there is none");
    }
  }

  /// Notifications alone take no time: a circle of them would never end.
  private static boolean circles(Plan plan, Step.Notification start) {
    Set<StepId> seen = new HashSet<>();
    Optional<Step> step = Optional.of(start);
    while (step.isPresent() && step.get() instanceof Step.Notification note) {
      if (!seen.add(note.id())) {
        return true;
      }
      step = note.onSuccess().flatMap(plan::step).or(() -> plan.after(note.id()));
    }
    return false;
  }

  private void next(Plan plan, Step step, String what, Optional<StepId> next) {
    next.filter(id -> plan.step(id).isEmpty())
        .ifPresent(
            id -> outside(at(step, what) + " to name a step of the plan", "it names '" + id + "'"));
  }

  void wait(String what, Duration wait) {
    wait(what, wait, Limits.WAIT_MIN);
  }

  private void wait(String what, Duration wait, Duration min) {
    if (wait.compareTo(min) < 0 || wait.compareTo(Limits.WAIT_MAX) > 0) {
      outside(what + " of " + min + " to " + Limits.WAIT_MAX, "it is " + wait);
    }
  }

  void number(String what, int found, int min, int max) {
    if (found < min || found > max) {
      outside(what + " to be " + min + " to " + max, "it is " + found);
    }
  }

  void outside(String expected, String found) {
    if (first.isEmpty()) {
      first = Optional.of(Rejection.of(Code.OUT_OF_BOUNDS, expected, found));
    }
  }

  private static String at(Step step, String what) {
    return "step '" + step.id() + "' " + what;
  }
}
