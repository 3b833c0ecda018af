package dev.assent.bench.rounds;

import dev.assent.bench.kafka.Follower;
import dev.assent.bench.kafka.KafkaDoor;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.wire.submissions.PublicRequest;
import java.util.UUID;

/// An agent on its own topic.
final class TopicAgent implements Agent {
  private final KafkaDoor door;
  private final Steps steps = new Steps();
  private final Follower<Delivery> deliveries;

  private TopicAgent(KafkaDoor door, AgentAddress address) {
    this.door = door;
    this.deliveries = door.deliveries(address, this::delivered);
    var _ =
        deliveries
            .broken()
            .exceptionally(
                cause -> {
                  steps.broken(cause);
                  return null;
                });
  }

  /// @param door stays the caller's
  static TopicAgent start(KafkaDoor door, AgentAddress address) {
    return new TopicAgent(door, address);
  }

  private void delivered(Delivery delivery) {
    steps.delivered(delivery.intent().toString(), () -> report(delivery));
  }

  private void report(Delivery delivery) {
    PublicRequest.Report report =
        new PublicRequest.Report(
            UUID.randomUUID(),
            delivery.stepIntent().toString(),
            delivery.agent().toString(),
            delivery.attempt(),
            delivery.token(),
            "COMPLETE",
            REPORT,
            "");
    var _ = door.report(report).accepted("a report");
  }

  @Override
  public Reported await(String intent) {
    return steps.await(intent);
  }

  @Override
  public void close() {
    deliveries.close();
  }
}
