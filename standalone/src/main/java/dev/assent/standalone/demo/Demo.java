package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.session.NodeFiles;
import dev.assent.client.ApprovalsClient;
import dev.assent.client.AssentClient;
import dev.assent.client.AssentException;
import dev.assent.client.Decision;
import dev.assent.client.Scenario;
import dev.assent.client.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// The scenario from submission to its end. The demo plays initiator and agent, and hands the
/// decision to a [Gate].
public final class Demo {
  private final Story story;
  private final Gate gate;
  private final DemoScenario scenario;
  private final AssentClient initiator;
  private final AssentClient agent;
  private final ApprovalsClient approver;
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
    this.initiator = AssentClient.connect(place.gatewayUrl(), keys.initiatorKey());
    this.agent = AssentClient.connect(place.gatewayUrl(), keys.agentKey());
    this.approver = ApprovalsClient.connect(place.approvalsUrl(), keys.approverKey());
  }

  /// @param within how long it may take; a person at the gate may take longer than a program
  public Outcome run(Duration within) throws InterruptedException, TimeoutException {
    try (initiator;
        agent;
        approver) {
      story.tell("initiator", "submits: " + scenario.change());
      String intent =
          initiator.scenarios().apply(Scenario.of(scenario.bundle())).intentId().orElseThrow();
      story.tell("assent", "has it as intent " + intent + "; from now on it is durable");
      play(new DemoAgent(agent, scenario.agent(), story)::work);
      play(() -> follow(intent));
      ended.get(within.toSeconds(), TimeUnit.SECONDS);
      return new Outcome(intent, status, reminders.get(), decidedBy(intent), story.seconds());
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e);
    } catch (AssentException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Plays one of the parts; when it fails, the demo has failed.
  private void play(Runnable part) {
    Thread.startVirtualThread(
        () -> {
          try {
            part.run();
          } catch (RuntimeException e) {
            ended.completeExceptionally(e);
          }
        });
  }

  private void follow(String intent) {
    initiator.observe(intent, 0, event -> tell(intent, event.json()));
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

  private void decide(String intent) {
    Task shown = approver.task(intent);
    Gate.Answer answer = gate.decide(shown.json());
    Decision decision =
        Decision.of(answer.approved() ? "approved" : "rejected").withComment(answer.comment());
    story.tell(
        "approver",
        (answer.approved() ? "approves" : "rejects")
            + " version "
            + shown.version()
            + ", content "
            + shown.contentHash().substring(0, 12)
            + (answer.looked() ? "..." : "... (unbound: nobody was shown it)")
            + ", through the approval-service");
    approver.decide(intent, answer.looked() ? decision.boundTo(shown) : decision.unbound());
  }

  /// As the approval-service has it on record.
  private String decidedBy(String intent) {
    return approver.task(intent).json().at("/task/closed/decided_by").asText();
  }
}
