package dev.assent.platform.intake.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.task.Outcomes;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What may be answered to a task and what each answer means: from the task's type, from the lists
/// of plain words ([Outcomes]), or from the author, who says it in `outcomes`:
/// `{"go":"positive","no-go":"negative"}`. AXP's `allowed_outcomes` is enough where its words are
/// known. A word of which nobody says what it means is refused: taken for a yes it would let
/// through what somebody stopped.
record OutcomeWords(List<String> outcomes, List<Verdict> verdicts) {
  private static final String AUTHORS = "outcomes";
  private static final String ALLOWED = "allowed_outcomes";

  /// @throws Fields.WrongException when they are not what they should be, or not all known
  static OutcomeWords read(Fields task, TaskType type) {
    Map<String, Verdict> said = said(task, type);
    List<String> allowed = task.texts(ALLOWED, Limits.OUTCOMES_MAX, Limits.OUTCOME_LENGTH_MAX);
    for (String word : said.keySet()) {
      if (!allowed.isEmpty() && !allowed.contains(word)) {
        throw task.wrong("one of " + ALLOWED + " " + allowed, AUTHORS + "." + word, "it is none");
      }
    }
    List<String> words = allowed.isEmpty() ? List.copyOf(said.keySet()) : allowed;
    List<String> outcomes = words.isEmpty() ? type.outcomes() : words;
    if (outcomes.isEmpty()) {
      throw task.wrong("what can be chosen", ALLOWED, "there is none");
    }
    requireDifferent(task, outcomes);
    return new OutcomeWords(outcomes, verdicts(task, type, outcomes, said));
  }

  private static Map<String, Verdict> said(Fields task, TaskType type) {
    Map<String, Verdict> said = new LinkedHashMap<>();
    Optional<Fields> given = task.optionalObject(AUTHORS);
    if (given.isEmpty()) {
      return said;
    }
    Fields words = given.get();
    for (Map.Entry<String, JsonNode> entry : words.node().properties()) {
      String word = entry.getKey();
      if (word.isBlank() || word.length() > Limits.OUTCOME_LENGTH_MAX) {
        throw task.wrong(
            "words of 1 to " + Limits.OUTCOME_LENGTH_MAX + " characters",
            AUTHORS,
            "got one of " + word.length());
      }
      said.put(word, verdict(words, type, word));
    }
    if (said.size() > Limits.OUTCOMES_MAX) {
      throw task.wrong("at most " + Limits.OUTCOMES_MAX + " words", AUTHORS, "got " + said.size());
    }
    return said;
  }

  private static Verdict verdict(Fields words, TaskType type, String word) {
    String name = words.text(word);
    Verdict verdict =
        Arrays.stream(Verdict.values())
            .filter(known -> known.wireName().equals(name))
            .findFirst()
            .orElseThrow(
                () -> words.wrong("positive, negative or neutral", word, "got '" + name + "'"));
    Outcomes.fixed(type, word)
        .filter(fixed -> fixed != verdict)
        .ifPresent(
            fixed -> {
              throw words.wrong(fixed.wireName() + ", which it always is", word, "got " + name);
            });
    return verdict;
  }

  /// An answer is found by its word, however it is spelt.
  private static void requireDifferent(Fields task, List<String> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      String word = outcomes.get(i);
      if (outcomes.subList(0, i).stream().anyMatch(earlier -> Outcomes.same(earlier, word))) {
        throw task.wrong("words that differ", ALLOWED, "'" + word + "' comes twice");
      }
    }
  }

  private static List<Verdict> verdicts(
      Fields task, TaskType type, List<String> outcomes, Map<String, Verdict> said) {
    List<Verdict> verdicts = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String outcome : outcomes) {
      Optional.ofNullable(said.get(outcome))
          .or(() -> Outcomes.known(type, outcome))
          .ifPresentOrElse(verdicts::add, () -> unknown.add(outcome));
    }
    if (!unknown.isEmpty()) {
      throw task.wrong(
          "positive, negative or neutral for each outcome that is not a known word",
          AUTHORS,
          "nothing says what "
              + unknown
              + " mean (a plain choice has the task_type "
              + TaskType.CHOICE.wireName()
              + ")");
    }
    return verdicts;
  }
}
