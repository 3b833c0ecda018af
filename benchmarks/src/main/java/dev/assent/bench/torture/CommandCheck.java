package dev.assent.bench.torture;

import dev.assent.contract.Asked;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Every command on its topic that somebody waits for is answered.
final class CommandCheck {
  private CommandCheck() {}

  static void check(Facts facts, Consumer<Finding> found) {
    Set<String> answered = new HashSet<>();
    facts.answers().forEach(answer -> answered.add(answer.key()));
    facts.asked().stream()
        .filter(asked -> !answered(asked, answered))
        .map(
            asked ->
                new Finding(
                    Finding.Kind.COMMAND_UNANSWERED,
                    asked.target().root(),
                    "command " + asked.commandId() + " was taken, but nobody answered it"))
        .forEach(found);
  }

  private static boolean answered(Asked asked, Set<String> answered) {
    return (asked.answerTo().isEmpty() || answered.contains(asked.commandId().toString()))
        && asked.requestId().map(id -> answered.contains(id.toString())).orElse(true);
  }
}
