package dev.assent.client;

import java.util.function.Supplier;

/// A connection to an approval-service, for one person's API key: what waits for them, what each
/// question is about, and their answers. One instance serves all threads.
///
/// ```java
/// try (ApprovalsClient people = ApprovalsClient.connect("http://127.0.0.1:8101", apiKey)) {
///   for (TaskSummary line : people.tasks(20).items()) {
///     Task task = people.task(line.intentId()); // show this to the person
///     people.approve(task, "rollback is tested");
///   }
/// }
/// ```
///
/// Repetition, deadlines and errors are those of [AssentClient].
public final class ApprovalsClient extends ServiceClient {
  private static final String TASKS = "/v1/tasks";

  private ApprovalsClient(Settings settings) {
    super(settings);
  }

  /// A client with the usual settings. Nothing is sent yet.
  ///
  /// @param url the approval-service's, for example `http://127.0.0.1:8101`
  /// @param apiKey a person's API key, or an auditor's to read
  /// @return a client, to be closed
  public static ApprovalsClient connect(String url, String apiKey) {
    return builder(url, apiKey).build();
  }

  /// For other settings.
  ///
  /// @param url the approval-service's
  /// @param apiKey an API key
  /// @return a builder
  public static ClientBuilder<ApprovalsClient> builder(String url, String apiKey) {
    return ClientBuilder.of(ApprovalsClient::new, url, apiKey);
  }

  /// For an address and a key that may change while the client lives.
  ///
  /// @param url looked up for each request
  /// @param apiKey looked up for each request
  /// @return a builder
  public static ClientBuilder<ApprovalsClient> builder(
      Supplier<String> url, Supplier<String> apiKey) {
    return new ClientBuilder<>(ApprovalsClient::new, url, apiKey);
  }

  /// The open tasks that the key's person may decide, what is due first comes first.
  ///
  /// @param most how many are enough; 0 is all there are
  /// @return a line for each
  /// @throws AssentException see there
  public Listing<TaskSummary> tasks(int most) {
    return list(Request.get(TASKS), "tasks", most, TaskSummary::of);
  }

  /// Every open task of the workspace, with an admin's key.
  ///
  /// @param most how many are enough; 0 is all there are
  /// @return a line for each
  /// @throws AssentException see there
  public Listing<TaskSummary> allTasks(int most) {
    return list(Request.get(TASKS).with("all", true), "tasks", most, TaskSummary::of);
  }

  /// The latest question of an intent, open or closed, with all that is needed to decide it. Its
  /// [Task#json] also has the history, and how it was closed.
  ///
  /// @param intentId the intent's id
  /// @return what a decision will be bound to
  /// @throws AssentException.NotFound when the intent has put no question to people
  public Task task(String intentId) {
    return Task.ofApprovals(request(Request.get(Request.path("v1", "tasks", intentId))));
  }

  /// Gives a task's positive outcome.
  ///
  /// @param task as it was shown to the person
  /// @param comment why; may be empty
  /// @return that it is durable
  /// @throws AssentException.Conflict when somebody else was first, or the task has changed since
  public Accepted approve(Task task, String comment) {
    return decide(task, Decision.of("approved").withComment(comment));
  }

  /// Gives a task's negative outcome.
  ///
  /// @param task as it was shown to the person
  /// @param comment why; may be empty
  /// @return that it is durable
  /// @throws AssentException.Conflict when somebody else was first, or the task has changed since
  public Accepted reject(Task task, String comment) {
    return decide(task, Decision.of("rejected").withComment(comment));
  }

  private Accepted decide(Task task, Decision decision) {
    return decide(task.intentId(), decision.boundTo(task));
  }

  /// Decides.
  ///
  /// @param intentId the intent that asks
  /// @param decision the answer, and what it is bound to
  /// @return that it is durable
  /// @throws AssentException.Conflict when somebody else was first, or the task has changed since
  /// @throws AssentException.NotAllowed when the key is no person's who was asked
  /// @throws AssentException.Validation when outcome, comment or data are not what the task asks
  ///   for
  public Accepted decide(String intentId, Decision decision) {
    String path = Request.path("v1", "tasks", intentId, "decision");
    return Accepted.of(request(Request.post(path, decision.body())));
  }
}
