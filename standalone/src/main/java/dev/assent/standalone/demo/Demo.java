package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.session.NodeFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// The scenario from submission to its end. The demo plays initiator and agent, and hands the
/// decision to a [Gate].
public final class Demo {
  private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELED", "TIMED_OUT");

  private final Story story;
  private final Gate gate;
  private final DemoScenario scenario;
  private final DemoClient initiator;
  private final DemoClient agent;
  private final DemoClient approver;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicInteger reminders = new AtomicInteger();
  private volatile String status = "";

  /// What came of it.
  ///
  /// @param decidedBy the person who decided; empty when nobody did
  public record Outcome(
      String intentId, String status, int reminders, String decidedBy, double seconds) {
    ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("intent_id", intentId)
          .put("status", status)
          .put("reminders", reminders)
          .put("decided_by", decidedBy)
          .put("seconds", Math.round(seconds * 10) / 10.0);
    }
  }

  public Demo(NodeFiles node, Gate gate, Story story) throws IOException {
    NodeFiles.Node place = node.node().orElseThrow();
    NodeFiles.Keys keys = node.keys().orElseThrow();
    this.story = story;
    this.gate = gate;
    this.scenario = DemoScenario.load();
    this.initiator = new DemoClient(place.gatewayUrl(), keys.initiatorKey());
    this.agent = new DemoClient(place.gatewayUrl(), keys.agentKey());
    this.approver = new DemoClient(place.approvalsUrl(), keys.approverKey());
  }

  /// @param within how long it may take; a person at the gate may take longer than a program
  public Outcome run(Duration within) throws InterruptedException, TimeoutException {
    story.tell("initiator", "submits: " + scenario.change());
    String intent =
        initiator.post("/v1/scenarios/apply", scenario.bundle()).path("intent_id").asText();
    story.tell("assent", "has it as intent " + intent + "; from now on it is durable");
    play(new DemoAgent(agent, scenario.agent(), story)::work);
    play(() -> follow(intent));
    try {
      ended.get(within.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e);
    }
    return new Outcome(intent, status, reminders.get(), decidedBy(intent), story.seconds());
  }

  /// One of the parts that the demo plays; when it fails, the demo has failed.
  @FunctionalInterface
  private interface Part {
    void play() throws InterruptedException;
  }

  private void play(Part part) {
    Thread.startVirtualThread(
        () -> {
          try {
            part.play();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            ended.completeExceptionally(e);
          }
        });
  }

  private void follow(String intent) throws InterruptedException {
    initiator.follow(
        "/v1/intents/" + intent + "/events/stream",
        event -> {
          tell(intent, event);
          return !ENDED.contains(status);
        });
    ended.complete(null);
  }

  private void tell(String intent, JsonNode event) {
    status = event.path("status").asText();
    switch (event.path("event_type").asText()) {
      case "intent.waiting" -> story.tell("assent", "hands a step to " + pendingWith(event));
      case "intent.human_task_assigned" -> question(event);
      case "intent.reminder" -> reminder(intent);
      case "intent.completed" -> story.tell("assent", "COMPLETED: the initiator has its result");
      case "intent.failed" -> story.tell("assent", "FAILED: the initiator is told why");
      case "intent.timed_out" -> story.tell("assent", "TIMED_OUT: nobody decided in time");
      default -> {
        // the small steps in between
      }
    }
  }

  private static String pendingWith(JsonNode event) {
    return event.path("pending_with").path("name").asText();
  }

  private void question(JsonNode event) {
    story.tell(
        "assent",
        "asks " + pendingWith(event) + ": " + event.path("human_task").path("title").asText());
    story.tell(
        "demo",
        "lets nobody answer for "
            + DemoScenario.REMIND_AFTER_SECONDS
            + " s, so that the reminder fires (the scenario says 300)");
  }

  /// The first reminder is what the gate has waited for.
  private void reminder(String intent) {
    int count = reminders.incrementAndGet();
    story.tell("assent", "reminds: the question is still open (reminder " + count + ")");
    if (count == 1) {
      play(() -> decide(intent));
    }
  }

  private void decide(String intent) throws InterruptedException {
    JsonNode shown = approver.get("/v1/tasks/" + intent);
    Gate.Answer answer = gate.decide(shown);
    JsonNode task = shown.path("task");
    ObjectNode decision =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", answer.approved() ? "approved" : "rejected")
            .put("comment", answer.comment());
    if (answer.looked()) {
      decision
          .put("version", task.path("version").asInt())
          .put("content_hash", task.path("content_hash").asText());
    } else {
      decision.put("unbound", true);
    }
    story.tell(
        "approver",
        (answer.approved() ? "approves" : "rejects")
            + " version "
            + task.path("version").asInt()
            + ", content "
            + task.path("content_hash").asText().substring(0, 12)
            + (answer.looked() ? "..." : "... (unbound: nobody was shown it)")
            + ", through the approval-service");
    approver.post("/v1/tasks/" + intent + "/decision", decision);
  }

  /// As the approval-service has it on record.
  private String decidedBy(String intent) throws InterruptedException {
    return approver
        .get("/v1/tasks/" + intent)
        .path("task")
        .path("closed")
        .path("decided_by")
        .asText();
  }
}
