package dev.assent.bench.rounds;

import dev.assent.bench.kafka.KafkaDoor;
import dev.assent.bench.node.Doors;
import dev.assent.bench.node.Scenario;
import java.io.Closeable;
import java.io.IOException;

/// Plays approval rounds: service and agent through one kind of door, the person through the
/// approval-service. Used by many threads.
final class Round implements Closeable {
  private final Doors doors;
  private final Service service;
  private final Agent agent;
  private final Decision decision;

  private Round(Doors doors, Service service, Agent agent, Decision decision) {
    this.doors = doors;
    this.service = service;
    this.agent = agent;
    this.decision = decision;
  }

  /// Service and agent at the gateway.
  ///
  /// @param read whether the task is read before each decision
  static Round overHttp(Doors doors, Scenario scenario, boolean read) throws IOException {
    String first = scenario.apply(doors.initiator());
    return prepared(
        first,
        doors,
        new HttpService(doors.initiator(), scenario),
        StreamAgent.start(doors.agent(), scenario.agent()),
        read);
  }

  /// Service and agent on the topics.
  ///
  /// @param kafka belongs to the round from now on
  /// @param read whether the task is read before each decision
  static Round overKafka(Doors doors, KafkaDoor kafka, Scenario scenario, boolean read)
      throws IOException {
    String first = scenario.apply(doors.initiator());
    return prepared(
        first,
        doors,
        KafkaService.start(kafka, scenario),
        TopicAgent.start(kafka, scenario.agentAddress(doors.initiator())),
        read);
  }

  /// Plays the scenario's own intent, from which the person learns what is shown.
  private static Round prepared(
      String first, Doors doors, Service service, Agent agent, boolean read) throws IOException {
    agent.await(first);
    Decision decision =
        read
            ? new Decision.AfterReading(doors.approver())
            : Decision.learn(doors.approver(), first);
    Round round = new Round(doors, service, agent, decision);
    round.decide(first);
    return round;
  }

  /// One round from its submission to its end.
  ///
  /// @param number counts the rounds of a run, from 0
  RoundTimes play(int number) throws IOException {
    long begin = System.nanoTime();
    try (Service.Submitted submitted = service.submit(number)) {
      long submitAnswered = System.nanoTime();
      submitted.follow();
      Agent.Reported reported = agent.await(submitted.intent());
      long decide = System.nanoTime();
      decide(submitted.intent());
      long decisionAnswered = System.nanoTime();
      return new RoundTimes(
          begin,
          submitAnswered,
          reported.deliveredAt(),
          reported.answeredAt(),
          decide,
          decisionAnswered,
          submitted.awaitCompleted());
    }
  }

  private void decide(String intent) throws IOException {
    doors
        .approver()
        .post("/v1/tasks/" + intent + "/decision", decision.body(intent))
        .orThrow("a decision");
  }

  /// How the caller learns of the end, and what is read on the way: what the figures include.
  String description() {
    return service.description()
        + ", "
        + (decision instanceof Decision.AfterReading ? "one read of the task, " : "")
        + "decision through the approval-service";
  }

  @Override
  public void close() {
    agent.close();
    service.close();
    doors.close();
  }
}
