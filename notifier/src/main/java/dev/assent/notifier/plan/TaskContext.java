package dev.assent.notifier.plan;

import dev.assent.contract.Event;
import dev.assent.contract.Plan;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.OpenTask;
import dev.assent.contract.task.Outcomes;
import dev.assent.contract.task.Reminders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The little of an intent's history that a later message needs: a reminder's fact carries only its
/// number. Kept from an intent's beginning to its end, and only when its plan asks people.
///
/// @param remindersMax how many reminders each human step has at most, by step id
/// @param open the question that waits for an answer
/// @param lastSeq up to which fact people have been told; what comes again is not told again
public record TaskContext(
    String intentType,
    String from,
    Map<String, Integer> remindersMax,
    Optional<Question> open,
    int lastSeq) {

  public TaskContext {
    remindersMax = Map.copyOf(remindersMax);
  }

  /// An open question.
  ///
  /// @param asked who was told of it, those it was escalated to included
  /// @param yes the outcome that says yes; empty when there is none or more than one
  /// @param commentRequired whether an answer needs a comment
  /// @param more whether an answer needs more than an outcome and a comment: a form, evidence
  /// @param content empty for one that was kept before this was
  public record Question(
      String step,
      String type,
      String title,
      List<Recipient> asked,
      String yes,
      boolean commentRequired,
      boolean more,
      Instant openedAt,
      Optional<Instant> dueAt,
      Optional<Message.Content> content) {
    public Question {
      asked = List.copyOf(asked);
    }

    static Question of(OpenTask open, List<Recipient> asked) {
      HumanTask task = open.question();
      return new Question(
          open.step().value(),
          task.type().wireName(),
          task.title(),
          asked,
          Outcomes.named(task, "approved").orElse(""),
          task.needsComment(),
          task.needsEvidence() || task.formSchema().isPresent(),
          open.since(),
          open.dueAt(),
          Optional.of(new Message.Content(open.version(), open.content())));
    }

    Question escalated(List<Recipient> to, Optional<Instant> due, Message.Content now) {
      List<Recipient> all = new ArrayList<>(asked);
      to.stream().filter(one -> !all.contains(one)).forEach(all::add);
      return new Question(
          step, type, title, all, yes, commentRequired, more, openedAt, due, Optional.of(now));
    }
  }

  /// What to keep of a new intent; nothing when its plan asks nobody.
  static Optional<TaskContext> of(Event.IntentCreated created) {
    Map<String, Integer> remindersMax = new LinkedHashMap<>();
    for (Plan.Step step : created.plan().steps()) {
      if (step instanceof Plan.Step.Human human) {
        remindersMax.put(human.id().value(), human.reminders().map(Reminders::max).orElse(0));
      }
    }
    return remindersMax.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TaskContext(
                created.intentType(), created.from(), remindersMax, Optional.empty(), 0));
  }

  /// A question as messages tell of it.
  Message.Task task(Question question) {
    return new Message.Task(
        intentType,
        from,
        question.step(),
        question.type(),
        question.title(),
        question.yes(),
        question.commentRequired(),
        question.more(),
        question.openedAt(),
        question.content());
  }

  TaskContext with(Question question) {
    return new TaskContext(intentType, from, remindersMax, Optional.of(question), lastSeq);
  }

  TaskContext closed() {
    return new TaskContext(intentType, from, remindersMax, Optional.empty(), lastSeq);
  }

  TaskContext upTo(int seq) {
    return new TaskContext(intentType, from, remindersMax, open, seq);
  }
}
