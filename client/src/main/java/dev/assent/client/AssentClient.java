package dev.assent.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A connection to a gateway, for one API key. One instance serves all threads.
///
/// ```java
/// try (AssentClient client = AssentClient.connect("http://127.0.0.1:8100", apiKey)) {
///   Submitted taken = client.send(NewIntent.of("intent.infra.change_approval.v1", "infra-validator", change));
///   Intent result = client.waitFor(taken.id());
/// }
/// ```
///
/// Every call blocks and may be made from a virtual thread. What gets no answer, a 429 or a 5xx is
/// repeated for up to [ClientBuilder#retryFor], writes under one idempotency key; `Retry-After` is
/// honoured. [#waitFor], [#observe] and [#listen] outlive a restart of the gateway: they connect
/// again and go on behind the last event they saw. A thread that is interrupted gets
/// [AssentException.Stopped], with its flag set again. What has no method here is asked by
/// [#request].
public final class AssentClient extends ServiceClient {
  private AssentClient(Settings settings) {
    super(settings);
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
  public static ClientBuilder<AssentClient> builder(String url, String apiKey) {
    return ClientBuilder.of(AssentClient::new, url, apiKey);
  }

  /// For an address and a key that may change while the client lives, as where keys are rotated.
  ///
  /// @param url looked up for each request
  /// @param apiKey looked up for each request
  /// @return a builder
  public static ClientBuilder<AssentClient> builder(Supplier<String> url, Supplier<String> apiKey) {
    return new ClientBuilder<>(AssentClient::new, url, apiKey);
  }

  /// Begins an intent. When this returns, it is durable.
  ///
  /// @param intent what is to be done
  /// @return its id, the policy that it runs under, and what in the request has no effect
  /// @throws AssentException see there
  public Submitted send(NewIntent intent) {
    return Submitted.of(
        request(
            Request.post("/v1/intents", intent.body())
                .withIdempotencyKey(intent.idempotencyKey())));
  }

  /// What intent types need: scenarios and the policies that are made of them.
  ///
  /// @return calls about them, over this client
  public Scenarios scenarios() {
    return new Scenarios(this);
  }

  /// The workspace's intents, the newest first. A row has neither payload nor result.
  ///
  /// @param most how many are enough; 0 is all there are
  /// @return the intents
  /// @throws AssentException see there
  public Listing<Intent> intents(int most) {
    return list(Request.get("/v1/intents"), "intents", most, Intent::of);
  }

  /// The workspace's intents of one status, the newest first.
  ///
  /// @param status only these, for example `WAITING`; or several, with commas between
  /// @param most how many are enough; 0 is all there are
  /// @return the intents
  /// @throws AssentException.Validation when there is no such status
  public Listing<Intent> intents(String status, int most) {
    return list(Request.get("/v1/intents").with("status", status), "intents", most, Intent::of);
  }

  /// The agents that are registered in the workspace.
  ///
  /// @param most how many are enough; 0 is all there are
  /// @return the agents
  /// @throws AssentException see there
  public Listing<Agent> agents(int most) {
    return list(Request.get("/v1/agents"), "agents", most, Agent::of);
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
    return Intent.of(transport.call(Request.get(path(intentId)), giveUp).path("intent"));
  }

  /// An intent's history so far.
  ///
  /// @param intentId its id
  /// @return its events, oldest first
  /// @throws AssentException see there
  public List<IntentEvent> events(String intentId) {
    List<IntentEvent> events = new ArrayList<>();
    request(Request.get(path(intentId, "events")))
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
    if (follow(intentId, 0, until, event -> {}).isEmpty()) {
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
  /// @return the event that ended it
  /// @throws AssentException see there
  public IntentEvent observe(String intentId, long since, Consumer<IntentEvent> observer) {
    return follow(intentId, since, Deadline.never(), observer).orElseThrow();
  }

  /// @return the event that ended it; empty when time was up first
  private Optional<IntentEvent> follow(
      String intentId, long since, Deadline until, Consumer<IntentEvent> observer) {
    AtomicReference<IntentEvent> last = new AtomicReference<>();
    boolean ended =
        new Follower(transport, path(intentId, "events", "stream"), since, until)
            .follow(
                json -> {
                  IntentEvent event = IntentEvent.of(json);
                  observer.accept(event);
                  last.set(event);
                  return event.status().ended();
                });
    return ended ? Optional.of(last.get()) : Optional.empty();
  }

  /// Ends an intent that is not over.
  ///
  /// @param intentId its id
  /// @param reason for people
  /// @return that it is durable; its [Accepted#json] has the intent as it ended
  /// @throws AssentException.Conflict when it has ended before; it says how
  public Accepted cancel(String intentId, String reason) {
    ObjectNode body = Json.object().put("status", "CANCELED").put("reason", reason);
    return Accepted.of(request(Request.post(path(intentId, "resolve"), body)));
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

  /// Sees each piece of work that an agent is handed, and reports on none: for agents that answer
  /// later, or elsewhere. What is still open comes again when the gateway, or this, starts again.
  ///
  /// @param address the agent's name in this workspace, or `agent://org/workspace/name`
  /// @param goesOn handed each on this thread; says whether there shall be more
  /// @throws AssentException see [#listen(String, StepHandler)]
  public void steps(String address, Predicate<Step> goesOn) {
    new Follower(transport, AgentLoop.path(address), 0, Deadline.never())
        .follow(event -> !goesOn.test(AgentLoop.whole(transport, Step.of(event), giveUp())));
  }

  /// Reports a step as done, where [#listen] does not do it for you.
  ///
  /// @param stepIntentId the id that was delivered
  /// @param result fields that the intent's caller gets: a map, or any object that Jackson writes
  ///   as a JSON object
  /// @return that it is durable
  /// @throws AssentException.Conflict when the step is over
  public Accepted complete(String stepIntentId, Object result) {
    return resume(AgentLoop.Reports.of(stepIntentId, AgentLoop.Reports.complete(result)));
  }

  /// The same, in the name of the agent that was handed the step: for a key that speaks for
  /// several.
  ///
  /// @param step what was handed out
  /// @param result fields that the intent's caller gets
  /// @return that it is durable
  /// @throws AssentException.Conflict when the step is over
  public Accepted complete(Step step, Object result) {
    return resume(by(step, AgentLoop.Reports.complete(result)));
  }

  /// Reports that a step cannot be done.
  ///
  /// @param stepIntentId the id that was delivered
  /// @param reason for people
  /// @return that it is durable
  /// @throws AssentException.Conflict when the step is over
  public Accepted fail(String stepIntentId, String reason) {
    return resume(AgentLoop.Reports.of(stepIntentId, AgentLoop.Reports.fail(reason)));
  }

  /// The same, in the name of the agent that was handed the step.
  ///
  /// @param step what was handed out
  /// @param reason for people
  /// @return that it is durable
  /// @throws AssentException.Conflict when the step is over
  public Accepted fail(Step step, String reason) {
    return resume(by(step, AgentLoop.Reports.fail(reason)));
  }

  private static Request by(Step step, ObjectNode report) {
    Request request = AgentLoop.Reports.of(step.intentId(), report);
    return step.agent().map(agent -> request.with("owner_agent", agent)).orElse(request);
  }

  /// The tasks that wait for the key's person; with a key that is no person's, all of the
  /// workspace.
  ///
  /// @return ids for [#task]
  /// @throws AssentException see there
  public List<String> openTasks() {
    List<String> ids = new ArrayList<>();
    request(Request.get("/v1/me/tasks"))
        .path("tasks")
        .forEach(task -> Json.text(task, "intent_id").ifPresent(ids::add));
    return ids;
  }

  /// The question that an intent puts to people now. An [ApprovalsClient] also has those that are
  /// closed, and the history.
  ///
  /// @param intentId the intent's id
  /// @return what a decision will be bound to
  /// @throws AssentException.NotFound when no question is open
  public Task task(String intentId) {
    return Task.of(request(Request.get(path(intentId))).path("intent"))
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
  /// @return that it is durable
  /// @throws AssentException.Conflict when somebody else was first, or the task has changed since
  public Accepted approve(Task task, String comment) {
    return decide(task, "approved", comment, Map.of());
  }

  /// Decides a task with its negative outcome.
  ///
  /// @param task as it was shown to the person
  /// @param comment why; may be empty
  /// @return that it is durable
  /// @throws AssentException.Conflict when somebody else was first, or the task has changed since
  public Accepted reject(Task task, String comment) {
    return decide(task, "rejected", comment, Map.of());
  }

  /// Decides a task.
  ///
  /// @param task as it was shown to the person
  /// @param outcome one of [Task#outcomes]
  /// @param comment why; may be empty
  /// @param data the answer's fields, as the task's form asks for them
  /// @return that it is durable
  /// @throws AssentException.Conflict when somebody else was first, or the task has changed since
  /// @throws AssentException.NotAllowed when the key is no person's who was asked
  /// @throws AssentException.Validation when outcome, comment or data are not what the task asks
  ///   for
  public Accepted decide(Task task, String outcome, String comment, Object data) {
    ObjectNode body = Json.object();
    body.put("task_version", task.version()).put("content_hash", task.contentHash());
    ObjectNode result = body.putObject("task_result");
    result.put("outcome", outcome).put("comment", comment);
    result.set("data", Json.objectOf("the answer's data", data));
    return resume(AgentLoop.Reports.of(task.intentId(), body));
  }

  private Accepted resume(Request report) {
    return Accepted.of(request(report));
  }

  private static String path(String intentId, String... rest) {
    return Request.path("v1", "intents", intentId) + Request.path(rest);
  }
}
