package dev.assent.bench.torture;

import dev.assent.contract.id.IntentId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Every record that the brokers took on a public topic is answered under its request's id, and
/// none more than once.
final class RequestCheck {
  private RequestCheck() {}

  static void check(Journal journal, Facts facts, Consumer<Finding> found) {
    Map<String, Integer> answers = new HashMap<>();
    Map<String, IntentId> intents = new HashMap<>();
    for (Facts.Answer answer : facts.answers()) {
      answers.merge(answer.key(), 1, Integer::sum);
      intents.put(answer.key(), answer.result().intent());
    }
    journal
        .sent()
        .forEach(
            (requestId, sent) -> {
              String key = requestId.toString();
              int there = answers.getOrDefault(key, 0);
              IntentId intent = intents.getOrDefault(key, Checker.NOBODYS);
              if (there < sent.acknowledged()) {
                found.accept(
                    new Finding(
                        Finding.Kind.UNANSWERED,
                        intent,
                        sent.acknowledged()
                            + " records of request "
                            + key
                            + " were acknowledged, and there are "
                            + there
                            + " answers"));
              }
              if (there > sent.times()) {
                found.accept(
                    new Finding(
                        Finding.Kind.OVERANSWERED,
                        intent,
                        "request "
                            + key
                            + " was sent "
                            + sent.times()
                            + " times, and there are "
                            + there
                            + " answers"));
              }
            });
  }
}
