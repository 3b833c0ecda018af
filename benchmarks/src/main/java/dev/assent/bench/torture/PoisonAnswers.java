package dev.assent.bench.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.bench.http.Answer;
import dev.assent.bench.http.LeanHttp;
import dev.assent.bench.node.Doors;
import dev.assent.contract.id.IntentId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Submits intents of its own that ask for a number, and answers them with what no reader should
/// take at its word: numbers beyond all memory, depth, width. Each must be refused; then the good
/// answer must still go through, so the question has survived them.
final class PoisonAnswers implements Neighbours.Nuisance {
  private static final int PAUSE_MILLIS_MAX = 3000;
  private static final Duration LOOK_EVERY = Duration.ofMillis(300);
  private static final int DEEP = 5_000;
  private static final int WIDE = 4_000;
  private static final String GOOD = "{\"a\":2}";

  /// Each takes 2 and none of the poison.
  private static final List<String> FORMS =
      List.of(
          "{\"enum\":[1,2,3]}",
          "{\"type\":\"integer\",\"minimum\":1,\"maximum\":10}",
          "{\"type\":\"number\",\"multipleOf\":0.5,\"minimum\":1,\"maximum\":10}");

  private static final List<String> POISON =
      List.of(
          "{\"a\":1e99999999}",
          "{\"a\":-1e99999999}",
          "{\"a\":1e-99999999}",
          "{\"a\":1e400}",
          "{\"a\":" + "7".repeat(DEEP) + "}",
          "{\"a\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}",
          "{\"a\":" + "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP) + "}",
          wide());

  private final Doors doors;
  private final LeanHttp approverAtGateway;
  private final Patience patience;
  private final Misdeeds misdeeds;
  private final String name;
  private final Random random;
  private int number;

  PoisonAnswers(
      Doors doors, LeanHttp approverAtGateway, Patience patience, long seed, Misdeeds misdeeds) {
    this.doors = doors;
    this.approverAtGateway = approverAtGateway;
    this.patience = patience;
    this.misdeeds = misdeeds;
    this.name = "poison-" + seed;
    this.random = new Random(seed ^ name.hashCode());
  }

  private static String wide() {
    StringBuilder text = new StringBuilder("{\"a\":\"many\"");
    for (int i = 0; i < WIDE; i++) {
      text.append(",\"k").append(i).append("\":").append(i);
    }
    return text.append('}').toString();
  }

  @Override
  public void once() throws InterruptedException {
    Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
    String form = FORMS.get(random.nextInt(FORMS.size()));
    String first = POISON.get(random.nextInt(POISON.size()));
    String second = POISON.get(random.nextInt(POISON.size()));
    Optional<IntentId> submitted = submit(name + "-" + number++, form);
    if (submitted.isEmpty()) {
      return;
    }
    IntentId intent = submitted.get();
    Optional<JsonNode> task = awaitTask(intent);
    if (task.isPresent()) {
      poison(intent, "approvals", () -> decide(intent, task.get(), "p1", first));
      poison(intent, "gateway", () -> resume(intent, task.get(), second));
      patience
          .ask(() -> decide(intent, task.get(), "good", GOOD))
          .ifPresent(
              answer -> misdeeds.answeredWell(mark(intent, "good"), intent, Verdict.of(answer)));
    }
  }

  private void poison(IntentId intent, String door, Patience.Request request)
      throws InterruptedException {
    patience.ask(request).ifPresent(answer -> misdeeds.answered(door, intent, answer.status()));
  }

  private Optional<IntentId> submit(String key, String form) throws InterruptedException {
    String body =
        """
        {"intent_type":"intent.%s.v1","to_agent":"human","payload":{"n":1},
         "human_task":{"title":"How many?",
          "form_schema":{"type":"object","properties":{"a":%s},"required":["a"]}}}
        """
            .formatted(name.replace('-', '.'), form);
    Optional<Answer> answer = patience.ask(() -> doors.initiator().post("/v1/intents", body, key));
    answer
        .filter(given -> !given.good())
        .ifPresent(given -> misdeeds.refusedSubmission(key, given.status(), given.detail()));
    return answer
        .filter(Answer::good)
        .map(given -> IntentId.parse(given.json().path("intent_id").asText()));
  }

  private Optional<JsonNode> awaitTask(IntentId intent) throws InterruptedException {
    long deadline = System.nanoTime() + patience.most().toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Answer> shown = patience.ask(() -> doors.approver().get("/v1/tasks/" + intent));
      if (shown.filter(Answer::good).isPresent()) {
        return shown.map(answer -> answer.json().path("task"));
      }
      Thread.sleep(LOOK_EVERY);
    }
    patience.gaveUp("the question of the neighbours' " + intent + " was not shown");
    return Optional.empty();
  }

  private static String mark(IntentId intent, String which) {
    return "poison-" + intent + "-" + which;
  }

  /// @param data as it is, since no writer of JSON would write it
  private Answer decide(IntentId intent, JsonNode task, String which, String data)
      throws IOException {
    String mark = mark(intent, which);
    String head =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", "approved")
            .put("comment", mark)
            .put("version", task.path("version").asInt())
            .put("content_hash", task.path("content_hash").asText())
            .toString();
    return doors
        .approver()
        .post("/v1/tasks/" + intent + "/decision", with(head, "data", data), mark);
  }

  private Answer resume(IntentId intent, JsonNode task, String data) throws IOException {
    String mark = mark(intent, "p2");
    String result =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", "approved")
            .put("comment", mark)
            .toString();
    String head =
        JsonNodeFactory.instance
            .objectNode()
            .put("task_version", task.path("version").asInt())
            .put("content_hash", task.path("content_hash").asText())
            .toString();
    return approverAtGateway.post(
        "/v1/intents/" + intent + "/resume",
        with(head, "task_result", with(result, "data", data)),
        mark);
  }

  private static String with(String object, String field, String value) {
    return object.substring(0, object.length() - 1) + ",\"" + field + "\":" + value + "}";
  }
}
