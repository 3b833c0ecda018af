package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.content.Results;
import dev.assent.contract.task.Answer;
import dev.assent.contract.task.Eligibility;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Outcomes;
import dev.assent.contract.task.Rule;
import dev.assent.contract.task.Settling;
import dev.assent.contract.task.Shown;
import dev.assent.contract.task.Tally;
import dev.assent.contract.task.TaskRun;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Intent.Ended;
import dev.assent.lifecycle.domain.Intent.Known;
import dev.assent.lifecycle.domain.Intent.Running;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a person answers to the open task: may they, do they know what they decide, and is the
/// answer whole? The one authority check behind every channel is here; [Eligibility] says who may.
final class Answers {
  private static final int FORM_ERRORS_TOLD = 20;

  private final FormRules forms;

  Answers(FormRules forms) {
    this.forms = forms;
  }

  Decision decide(Known known, Asked asked, Command.Decide answer) {
    return Refusal.unless(Eligibility.mayAnswer(asked.actor(), Authority.grants(known)))
        .orElseGet(() -> answer(known, asked, answer));
  }

  private Decision answer(Known known, Asked asked, Command.Decide answer) {
    if (!asked.target().isRoot()) {
      return Refusal.of(
          Code.NO_OPEN_TASK,
          "the intent " + asked.target().root() + ", on which its tasks are open",
          "this is the id of one of its steps",
          Map.of("intent_id", asked.target().root().toString()));
    }
    Shown shown = answer.shown();
    return switch (known) {
      case Ended ended -> Binding.tooLate(ended, shown).orElseGet(() -> Refusal.ended(ended));
      case Running running ->
          Binding.tooLate(running, shown)
              .orElseGet(
                  () -> Refusal.of(Code.NO_OPEN_TASK, "an open task", Refusal.doing(running)));
      case Waiting waiting ->
          Binding.toAnEarlierOne(waiting, asked, shown)
              .orElseGet(() -> answerOpen(waiting, asked, answer));
    };
  }

  private Decision answerOpen(Waiting waiting, Asked asked, Command.Decide answer) {
    Draft draft = new Draft(waiting, asked);
    Step.Human step = Tasks.step(draft, waiting.task());
    return Refusal.unless(Eligibility.of(step.task(), waiting.task()).isAsked(asked.actor()))
        .or(() -> Binding.toAnother(waiting.task(), answer.shown()))
        .or(() -> Binding.unproved(step.task(), answer.shown()))
        .or(() -> outOfBounds(answer))
        .orElseGet(() -> answerWhole(draft, waiting.task(), step, answer));
  }

  private static Optional<Decision> outOfBounds(Command.Decide answer) {
    if (answer.comment().length() > Limits.COMMENT_LENGTH_MAX) {
      return Optional.of(
          Refusal.tooLarge(
              "a comment", Limits.COMMENT_LENGTH_MAX, "characters", answer.comment().length()));
    }
    if (answer.data().bytes() > Limits.BODY_BYTES_MAX) {
      return Optional.of(
          Refusal.tooLarge("data", Limits.BODY_BYTES_MAX, "bytes", answer.data().bytes()));
    }
    return answer
        .onBehalfOf()
        .filter(other -> other.length() > Limits.NAME_LENGTH_MAX)
        .map(
            other ->
                Refusal.tooLarge(
                    "on-behalf-of", Limits.NAME_LENGTH_MAX, "characters", other.length()));
  }

  private Decision answerWhole(Draft draft, TaskRun task, Step.Human step, Command.Decide answer) {
    HumanTask question = step.task();
    Optional<String> outcome = Outcomes.named(question, answer.outcome());
    if (outcome.isEmpty()) {
      return Refusal.of(
          Code.OUTCOME_NOT_ALLOWED,
          "one of " + question.outcomes(),
          "the answer is '" + cut(answer.outcome(), Limits.OUTCOME_LENGTH_MAX) + "'");
    }
    Verdict verdict = Outcomes.verdict(question, outcome.get());
    boolean positive = verdict == Verdict.POSITIVE;
    if (question.needsComment() && answer.comment().isBlank()) {
      return Refusal.of(Code.COMMENT_REQUIRED, "a comment", "there is none");
    }
    if (positive && question.needsEvidence() && !answer.evidence()) {
      return Refusal.of(
          Code.EVIDENCE_REQUIRED, "evidence with '" + outcome.get() + "'", "there is none");
    }
    if (contradicts(verdict, answer.data())) {
      return Refusal.of(
          Code.INVALID_REQUEST,
          "data that says the same as the outcome '" + outcome.get() + "'",
          "its 'approved' or 'acknowledged' says the opposite");
    }
    if (verdict == Verdict.NEUTRAL && sentBackTooOften(draft, step)) {
      return Refusal.of(
          Code.OUT_OF_BOUNDS,
          "a task sent back at most " + Limits.REWORK_MAX + " times",
          "this would be once more: approve or reject it");
    }
    return switch (form(question, answer.data(), positive)) {
      case FormRules.Valid valid ->
          counted(draft, task, step, answer, outcome.get(), verdict, valid.data());
      case FormRules.Invalid invalid ->
          Refusal.of(
              Code.FORM_INVALID,
              "data that satisfies the form",
              String.join("; ", told(invalid)),
              numbered(told(invalid)));
    };
  }

  /// Nobody may be taken for having said yes who also said no.
  private boolean contradicts(Verdict verdict, Json data) {
    return verdict != Verdict.NEUTRAL
        && forms.said(data).filter(yes -> yes != (verdict == Verdict.POSITIVE)).isPresent();
  }

  private static boolean sentBackTooOften(Draft draft, Step.Human step) {
    return draft.plan().agentBefore(step.id()).isPresent()
        && draft.active().progress().timesSentBack(step.id()) >= Limits.REWORK_MAX;
  }

  /// Only a positive answer must satisfy the form: nobody has to fill it in to say no. A negative
  /// one is read by it where it fits.
  private FormRules.Checked form(HumanTask question, Json data, boolean positive) {
    if (question.formSchema().isEmpty()) {
      return new FormRules.Valid(data);
    }
    FormRules.Checked checked = forms.check(question.formSchema().get(), data, positive);
    return positive || checked instanceof FormRules.Valid ? checked : new FormRules.Valid(data);
  }

  /// What the answer comes to together with those before it.
  private static Decision counted(
      Draft draft,
      TaskRun task,
      Step.Human step,
      Command.Decide answer,
      String outcome,
      Verdict verdict,
      Json data) {
    Answer given = new Answer(draft.asked().actor().person(), outcome, verdict, draft.at());
    return switch (Rule.of(step.task()).settling(Tally.NONE.with(given))) {
      case Settling.Settled settled ->
          settled(draft, step, decided(task, answer, settled.answer(), data));
      case Settling.Open open ->
          throw new IllegalStateException(
              "expected an answer to settle task '" + step.id() + "', but it waits for " + open);
    };
  }

  private static Event.TaskDecided decided(
      TaskRun task, Command.Decide answer, Answer settling, Json data) {
    return new Event.TaskDecided(
        task.step(),
        task.ordinal(),
        task.version(),
        task.content(),
        settling.outcome(),
        cut(answer.outcome(), Limits.OUTCOME_LENGTH_MAX),
        settling.verdict(),
        answer.comment(),
        data,
        answer.onBehalfOf());
  }

  private static Decision settled(Draft draft, Step.Human step, Event.TaskDecided fact) {
    Asked asked = draft.asked();
    Json result = Results.decided(fact, draft.at(), asked.actor(), asked.door());
    draft.record(fact);
    Optional<Step.Agent> before = draft.plan().agentBefore(step.id());
    if (fact.verdict() == Verdict.POSITIVE) {
      Steps.succeed(draft, step, result);
    } else if (fact.verdict() == Verdict.NEUTRAL && before.isPresent()) {
      Steps.begin(draft, before.get());
    } else {
      Steps.fail(
          draft,
          step,
          new Event.IntentFailed(
              "rejected",
              "'" + asked.actor().id() + "' answered '" + fact.outcome() + "'",
              result));
    }
    return draft.accept();
  }

  /// No more of them than a person reads.
  private static List<String> told(FormRules.Invalid invalid) {
    return invalid.errors().stream().limit(FORM_ERRORS_TOLD).toList();
  }

  private static Map<String, String> numbered(List<String> errors) {
    Map<String, String> details = new TreeMap<>();
    for (int i = 0; i < errors.size(); i++) {
      details.put("error_" + (i + 1), errors.get(i));
    }
    return details;
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
