package dev.assent.bench.rounds;

import dev.assent.bench.kafka.Follower;
import dev.assent.bench.kafka.KafkaDoor;
import dev.assent.bench.node.Scenario;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Submits by producing, and reads from the events how each intent ends.
final class KafkaService implements Service {
  private final KafkaDoor door;
  private final Scenario scenario;
  private final Map<IntentId, CompletableFuture<Long>> ends = new ConcurrentHashMap<>();
  private final Follower<Happened> facts;

  private KafkaService(KafkaDoor door, Scenario scenario) {
    this.door = door;
    this.scenario = scenario;
    this.facts = door.facts(this::happened);
  }

  /// @param door belongs to the service from now on
  static KafkaService start(KafkaDoor door, Scenario scenario) {
    return new KafkaService(door, scenario);
  }

  private void happened(Happened happened) {
    CompletableFuture<Long> end = ends.get(happened.intent());
    if (end != null
        && happened.events().stream().anyMatch(Event.IntentCompleted.class::isInstance)) {
      end.complete(System.nanoTime());
    }
  }

  @Override
  public Submitted submit(int number) {
    String name = scenario.name() + "-" + number;
    PublicRequest.Submit request =
        PublicRequest.Submit.of(
            UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
            scenario.intentType(),
            scenario.agent(),
            scenario.payload());
    return new OfFacts(door.submit(request).accepted("a submission").intent());
  }

  @Override
  public String description() {
    return "kafka: submission produced and answered on the results, its end read from the events;"
        + " delivery read from the agent's topic, report produced and answered on the results";
  }

  @Override
  public void close() {
    facts.close();
    door.close();
  }

  private final class OfFacts implements Submitted {
    private final IntentId intent;
    private final CompletableFuture<Long> end = new CompletableFuture<>();

    private OfFacts(IntentId intent) {
      this.intent = intent;
    }

    @Override
    public String intent() {
      return intent.toString();
    }

    @Override
    public void follow() {
      ends.put(intent, end);
    }

    @Override
    public long awaitCompleted() {
      CompletableFuture.anyOf(end, facts.broken())
          .orTimeout(KafkaDoor.ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS)
          .join();
      return end.join();
    }

    @Override
    public void close() {
      ends.remove(intent);
    }
  }
}
