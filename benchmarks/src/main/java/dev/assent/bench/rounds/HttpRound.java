package dev.assent.bench.rounds;

import dev.assent.bench.Doors;
import dev.assent.bench.Scenario;
import dev.assent.bench.http.EventStream;
import java.io.IOException;
import java.util.Optional;

/// Rounds through the gateway and the approval-service.
final class HttpRound implements Round {
  private final Doors doors;
  private final Scenario scenario;
  private final Agent agent;
  private final Decision decision;

  private HttpRound(Doors doors, Scenario scenario, Agent agent, Decision decision) {
    this.doors = doors;
    this.scenario = scenario;
    this.agent = agent;
    this.decision = decision;
  }

  /// Applies the scenario and plays its own intent, from which the person learns what is shown.
  ///
  /// @param read whether the task is read before each decision
  static HttpRound prepare(Doors doors, Scenario scenario, boolean read) throws IOException {
    String first = scenario.apply(doors.initiator());
    Agent agent = new Agent(doors.agent(), scenario.agent());
    agent.start();
    agent.await(first);
    Decision decision =
        read
            ? new Decision.AfterReading(doors.approver())
            : Decision.learn(doors.approver(), first);
    HttpRound round = new HttpRound(doors, scenario, agent, decision);
    round.decide(first);
    return round;
  }

  @Override
  public RoundTimes play(int number) throws IOException {
    long begin = System.nanoTime();
    String intent =
        doors
            .initiator()
            .post("/v1/intents", scenario.intent(), scenario.name() + "-" + number)
            .orThrow("a submission")
            .path("intent_id")
            .asText();
    long submitAnswered = System.nanoTime();
    try (EventStream history =
        doors.initiator().stream("/v1/intents/" + intent + "/events/stream?wait_seconds=60")) {
      Agent.Reported reported = agent.await(intent);
      long decide = System.nanoTime();
      decide(intent);
      long decisionAnswered = System.nanoTime();
      long completed = awaitCompleted(history, intent);
      return new RoundTimes(
          begin,
          submitAnswered,
          reported.deliveredAt(),
          reported.answeredAt(),
          decide,
          decisionAnswered,
          completed);
    }
  }

  private void decide(String intent) throws IOException {
    doors
        .approver()
        .post("/v1/tasks/" + intent + "/decision", decision.body(intent))
        .orThrow("a decision");
  }

  /// Reads on to the stream's end, so that its connection can be used again.
  ///
  /// @return when the completion was seen
  private static long awaitCompleted(EventStream history, String intent) throws IOException {
    long completed = 0;
    for (Optional<EventStream.Event> event = history.next();
        event.isPresent();
        event = history.next()) {
      if (event.get().name().equals("intent.completed")) {
        completed = System.nanoTime();
      }
    }
    if (completed == 0) {
      throw new IllegalStateException(
          "expected the stream of " + intent + " to show its completion, but it ended before");
    }
    return completed;
  }

  @Override
  public String description() {
    return "http: submit, one event stream a round for its caller, one delivery stream for the"
        + " agent, report, "
        + (decision instanceof Decision.AfterReading ? "one read of the task, " : "")
        + "decision through the approval-service";
  }

  @Override
  public void close() {
    agent.close();
    doors.close();
  }
}
