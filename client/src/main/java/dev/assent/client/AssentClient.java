package dev.assent.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// A connection to a gateway, for one API key. One instance serves all threads.
///
/// ```java
/// try (AssentClient client = AssentClient.connect("http://127.0.0.1:8100", apiKey)) {
///   String id = client.send(NewIntent.of("intent.infra.change_approval.v1", "infra-validator", change));
///   Intent result = client.waitFor(id);
/// }
/// ```
///
/// Every call blocks and may be made from a virtual thread. What gets no answer, a 429 or a 5xx is
/// repeated for up to [Builder#retryFor], writes under one idempotency key; `Retry-After` is
/// honoured. [#waitFor], [#observe] and [#listen] outlive a restart of the gateway: they connect
/// again and go on behind the last event they saw. A thread that is interrupted gets
/// [AssentException.Stopped], with its flag set again.
public final class AssentClient implements AutoCloseable {
  private final Transport transport;

  private AssentClient(Settings settings) {
    this.transport = new Transport(settings);
  }

  /// A client with the usual settings. Nothing is sent yet.
  ///
  /// @param url the gateway's, for example `http://127.0.0.1:8100`
  /// @param apiKey an API key: an initiator's, an agent's or an approver's, for what you do with it
  /// @return a client, to be closed
  public static AssentClient connect(String url, String apiKey) {
    return builder(url, apiKey).build();
  }

  /// For other settings.
  ///
  /// @param url the gateway's
  /// @param apiKey an API key
  /// @return a builder
  public static Builder builder(String url, String apiKey) {
    return new Builder(url, apiKey);
  }

  /// Begins an intent. When this returns, it is durable.
  ///
  /// @param intent what is to be done
  /// @return the intent's id
  /// @throws AssentException see there
  public String send(NewIntent intent) {
    return Json.text(
            transport.post("/v1/intents", intent.body(), intent.idempotencyKey(), giveUp()),
            "intent_id")
        .orElseThrow(() -> new IllegalStateException("expected an intent_id in the answer"));
  }

  /// Applies a scenario: makes its agents, makes its steps the policy of its intent type, and
  /// begins its intent.
  ///
  /// @param bundle a map, or any object that Jackson writes as the scenario's JSON
  /// @param idempotencyKey the same key applies it once
  /// @return the intent's id
  /// @throws AssentException see there
  public String applyScenario(Object bundle, String idempotencyKey) {
    ObjectNode body = Json.objectOf("the scenario", bundle);
    return Json.text(
            transport.post("/v1/scenarios/apply", body, idempotencyKey, giveUp()), "intent_id")
        .orElseThrow(() -> new IllegalStateException("expected an intent_id in the answer"));
  }

  /// An intent as it stands, with everything that was acknowledged before this call.
  ///
  /// @param intentId its id, or a step's
  /// @return the intent
  /// @throws AssentException see there
  public Intent get(String intentId) {
    return get(intentId, giveUp());
  }

  private Intent get(String intentId, Deadline giveUp) {
    return Intent.of(transport.get(path(intentId), giveUp).path("intent"));
  }

  /// An intent's history so far.
  ///
  /// @param intentId its id
  /// @return its events, oldest first
  /// @throws AssentException see there
  public List<IntentEvent> events(String intentId) {
    List<IntentEvent> events = new ArrayList<>();
    transport
        .get(path(intentId) + "/events", giveUp())
        .path("events")
        .forEach(event -> events.add(IntentEvent.of(event)));
    return events;
  }

  /// Waits until the intent ends, be it for months.
  ///
  /// @param intentId its id
  /// @return the intent as it ended, with its result
  /// @throws AssentException see there
  public Intent waitFor(String intentId) {
    return waitFor(intentId, Deadline.never());
  }

  /// Waits until the intent ends, but not for ever.
  ///
  /// @param intentId its id
  /// @param atMost how long
  /// @return the intent as it ended, with its result
  /// @throws AssentException.StillRunning when it has not ended by then; it goes on
  public Intent waitFor(String intentId, Duration atMost) {
    return waitFor(intentId, Deadline.after(atMost));
  }

  private Intent waitFor(String intentId, Deadline until) {
    if (!follow(intentId, 0, until, event -> {})) {
      throw new AssentException.StillRunning(
          "expected the end of " + intentId + " in the time given, but it has not ended");
    }
    return get(intentId, Deadline.never());
  }

  /// Sees every event of an intent as it happens, until the intent ends.
  ///
  /// @param intentId its id
  /// @param since the number of the last event already seen; 0 for all
  /// @param observer called on this thread, once for each event, in order
  /// @throws AssentException see there
  public void observe(String intentId, long since, Consumer<IntentEvent> observer) {
    follow(intentId, since, Deadline.never(), observer);
  }

  private boolean follow(
      String intentId, long since, Deadline until, Consumer<IntentEvent> observer) {
    return new Follower(transport, path(intentId) + "/events/stream", since, until)
        .follow(
            json -> {
              IntentEvent event = IntentEvent.of(json);
              observer.accept(event);
              return event.status().ended();
            });
  }

  /// Ends an intent that is not over.
  ///
  /// @param intentId its id
  /// @param reason for people
  /// @throws AssentException.Conflict when it has ended before; it says how
  public void cancel(String intentId, String reason) {
    ObjectNode body = Json.object().put("status", "CANCELED").put("reason", reason);
    transport.post(path(intentId) + "/resolve", body, newKey(), giveUp());
  }

  /// Works as an agent, one step after the other on this thread, until the thread is interrupted or
  /// this client is closed; then it returns.
  ///
  /// @param address the agent's name in this workspace, or `agent://org/workspace/name`
  /// @param handler does each step
  /// @throws AssentException.Authentication when the key is not accepted
  /// @throws AssentException.NotAllowed when the key is another agent's
  public void listen(String address, StepHandler handler) {
    listen(address, handler, Runnable::run);
  }

  /// Works as an agent with several steps at a time.
  ///
  /// @param address the agent's name in this workspace, or `agent://org/workspace/name`
  /// @param handler does each step
  /// @param executor runs the handler; yours to bound and to shut down
  /// @throws AssentException see [#listen(String, StepHandler)]
  public void listen(String address, StepHandler handler, Executor executor) {
    new AgentLoop(transport, address, handler).run(executor);
  }

  /// Reports a step as done, where [#listen] does not do it for you.
  ///
  /// @param stepIntentId the id that was delivered
  /// @param result fields that the intent's caller gets
  /// @throws AssentException.Conflict when the step is over
  public void complete(String stepIntentId, Map<String, ?> result) {
    resume(stepIntentId, AgentLoop.Reports.complete(result));
  }

  /// Reports that a step cannot be done.
  ///
  /// @param stepIntentId the id that was delivered
  /// @param reason for people
  /// @throws AssentException.Conflict when the step is over
  public void fail(String stepIntentId, String reason) {
    resume(stepIntentId, AgentLoop.Reports.fail(reason));
  }

  /// The tasks that wait for the key's person; with a key that is no person's, all of the
  /// workspace.
  ///
  /// @return ids for [#task]
  /// @throws AssentException see there
  public List<String> openTasks() {
    List<String> ids = new ArrayList<>();
    transport
        .get("/v1/me/tasks", giveUp())
        .path("tasks")
        .forEach(task -> Json.text(task, "intent_id").ifPresent(ids::add));
    return ids;
  }

  /// The question that an intent puts to people now.
  ///
  /// @param intentId the intent's id
  /// @return what a decision will be bound to
  /// @throws AssentException.NotFound when no question is open
  public Task task(String intentId) {
    return Task.of(transport.get(path(intentId), giveUp()).path("intent"))
        .orElseThrow(
            () ->
                new AssentException.NotFound(
                    AssentException.Refusal.local(
                        "no_open_task",
                        "expected a question that is open, but " + intentId + " asks none")));
  }

  /// Decides a task with its positive outcome.
  ///
  /// @param task as it was shown to the person
  /// @param comment why; may be empty
  /// @throws AssentException.Conflict when somebody else was first, or the task has changed since
  public void approve(Task task, String comment) {
    decide(task, "approved", comment, Map.of());
  }

  /// Decides a task with its negative outcome.
  ///
  /// @param task as it was shown to the person
  /// @param comment why; may be empty
  /// @throws AssentException.Conflict when somebody else was first, or the task has changed since
  public void reject(Task task, String comment) {
    decide(task, "rejected", comment, Map.of());
  }

  /// Decides a task.
  ///
  /// @param task as it was shown to the person
  /// @param outcome one of [Task#outcomes]
  /// @param comment why; may be empty
  /// @param data the answer's fields, as the task's form asks for them
  /// @throws AssentException.Conflict when somebody else was first, or the task has changed since
  /// @throws AssentException.NotAllowed when the key is no person's who was asked
  /// @throws AssentException.Validation when outcome, comment or data are not what the task asks
  ///   for
  public void decide(Task task, String outcome, String comment, Map<String, ?> data) {
    ObjectNode body = Json.object();
    body.put("task_version", task.version()).put("content_hash", task.contentHash());
    ObjectNode result = body.putObject("task_result");
    result.put("outcome", outcome).put("comment", comment);
    result.set("data", Json.objectOf("the answer's data", data));
    resume(task.intentId(), body);
  }

  private void resume(String intentId, ObjectNode body) {
    transport.post(AgentLoop.Reports.path(intentId), body, newKey(), giveUp());
  }

  private Deadline giveUp() {
    return Deadline.after(transport.settings().retryFor());
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }

  private static String path(String intentId) {
    return "/v1/intents/" + Transport.encoded(intentId);
  }

  /// Ends what is under way: calls on other threads get [AssentException.Stopped], [#listen]
  /// returns.
  @Override
  public void close() {
    transport.close();
  }

  /// Settings for a client.
  public static final class Builder {
    private final URI base;
    private final String apiKey;
    private Duration connectWithin = Duration.ofSeconds(5);
    private Duration answerWithin = Duration.ofSeconds(60);
    private Duration retryFor = Duration.ofSeconds(30);
    private Duration streamWait = Duration.ofSeconds(30);

    private Builder(String url, String apiKey) {
      if (!url.strip().matches("https?://[^/?#\\s]+[^?#\\s]*")) {
        throw new IllegalArgumentException(
            "expected the gateway's address as http(s)://host:port, but got '" + url + "'");
      }
      if (apiKey.isBlank()) {
        throw new IllegalArgumentException("expected an API key, but it is blank");
      }
      this.base = URI.create(url.strip().replaceAll("/+$", ""));
      this.apiKey = apiKey.strip();
    }

    /// How long to wait for a connection; 5 s unless set.
    ///
    /// @param duration more than zero
    /// @return this
    public Builder connectWithin(Duration duration) {
      connectWithin = positive(duration);
      return this;
    }

    /// How long to wait for one answer; 60 s unless set.
    ///
    /// @param duration more than zero
    /// @return this
    public Builder answerWithin(Duration duration) {
      answerWithin = positive(duration);
      return this;
    }

    /// How long to try again when no answer, or none that helps, comes; 30 s unless set, which a
    /// restart of the gateway fits into.
    ///
    /// @param duration zero for a single attempt
    /// @return this
    public Builder retryFor(Duration duration) {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("expected no negative duration, but got " + duration);
      }
      retryFor = duration;
      return this;
    }

    /// How long the gateway is asked to hold a stream open; 30 s unless set. Make it shorter than
    /// the idle timeout of a proxy in between.
    ///
    /// @param duration 1 to 60 s
    /// @return this
    public Builder streamWait(Duration duration) {
      if (duration.toSeconds() < 1 || duration.toSeconds() > 60) {
        throw new IllegalArgumentException("expected 1 to 60 s, but got " + duration);
      }
      streamWait = duration;
      return this;
    }

    private static Duration positive(Duration duration) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("expected more than zero, but got " + duration);
      }
      return duration;
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// @return a client, to be closed
    public AssentClient build() {
      return new AssentClient(
          new Settings(base, apiKey, connectWithin, answerWithin, retryFor, streamWait));
    }
  }
}
