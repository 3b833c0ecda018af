package dev.assent.bench.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.bench.http.Answer;
import dev.assent.bench.http.LeanHttp;
import dev.assent.bench.node.Doors;
import dev.assent.contract.id.IntentId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What happens to one intent: it is submitted, and two people race for the decision, one at each
/// door.
final class Story {
  private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELED", "TIMED_OUT");
  private static final Duration LOOK_EVERY = Duration.ofMillis(300);
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(5);

  private final Doors doors;
  private final LeanHttp approverAtGateway;
  private final Submitter submitter;
  private final Patience patience;
  private final Journal journal;

  Story(
      Doors doors,
      LeanHttp approverAtGateway,
      Submitter submitter,
      Patience patience,
      Journal journal) {
    this.doors = doors;
    this.approverAtGateway = approverAtGateway;
    this.submitter = submitter;
    this.patience = patience;
    this.journal = journal;
  }

  /// Returns when the intent has ended, or when nobody answers for too long.
  void play(String key, StoryDice dice) throws InterruptedException {
    Optional<IntentId> submitted = submitter.submit(key, dice.ways());
    if (submitted.isEmpty()) {
      return;
    }
    IntentId intent = submitted.get();
    Optional<JsonNode> task = awaitTask(intent);
    if (task.isEmpty()) {
      return;
    }
    Thread atGateway = Thread.startVirtualThread(() -> decideAtGateway(intent, task.get(), dice));
    Thread.sleep(dice.thinkingMillis());
    decide(intent, task.get(), dice.approve());
    atGateway.join();
    awaitEnd(intent);
  }

  /// Empty when the intent ended without a question.
  private Optional<JsonNode> awaitTask(IntentId intent) throws InterruptedException {
    long deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Answer> shown = patience.ask(() -> doors.approver().get("/v1/tasks/" + intent));
      if (shown.isPresent() && shown.get().good()) {
        return Optional.of(shown.get().json().path("task"));
      }
      if (ended(intent)) {
        return Optional.empty();
      }
      Thread.sleep(LOOK_EVERY);
    }
    patience.gaveUp(intent + " had no question within " + ENDS_WITHIN.toMinutes() + " minutes");
    return Optional.empty();
  }

  private void awaitEnd(IntentId intent) throws InterruptedException {
    long deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
    while (!ended(intent)) {
      if (System.nanoTime() > deadline) {
        patience.gaveUp(intent + " had not ended after " + ENDS_WITHIN.toMinutes() + " minutes");
        return;
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private boolean ended(IntentId intent) throws InterruptedException {
    return patience
        .ask(() -> doors.initiator().get("/v1/intents/" + intent))
        .filter(answer -> ENDED.contains(answer.json().path("intent").path("status").asText()))
        .isPresent();
  }

  private void decide(IntentId intent, JsonNode task, boolean approve) throws InterruptedException {
    String mark = "decision-" + intent + "-approvals";
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", approve ? "approved" : "rejected")
            .put("comment", mark)
            .put("version", task.path("version").asInt())
            .put("content_hash", task.path("content_hash").asText())
            .toString();
    note(
        mark, intent, () -> doors.approver().post("/v1/tasks/" + intent + "/decision", body, mark));
  }

  private void decideAtGateway(IntentId intent, JsonNode task, StoryDice dice) {
    String mark = "decision-" + intent + "-gateway";
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("task_version", task.path("version").asInt())
            .put("content_hash", task.path("content_hash").asText());
    body.putObject("task_result")
        .put("outcome", dice.approve() ? "approved" : "rejected")
        .put("comment", mark);
    try {
      Thread.sleep(dice.otherMillis());
      note(
          mark,
          intent,
          () -> approverAtGateway.post("/v1/intents/" + intent + "/resume", body.toString(), mark));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(String mark, IntentId intent, Patience.Request request)
      throws InterruptedException {
    patience
        .ask(request)
        .map(Verdict::of)
        .ifPresent(verdict -> journal.decided(mark, intent, verdict));
  }
}
