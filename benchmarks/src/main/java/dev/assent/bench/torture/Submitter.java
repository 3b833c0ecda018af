package dev.assent.bench.torture;

import dev.assent.bench.http.Answer;
import dev.assent.bench.http.LeanHttp;
import dev.assent.bench.node.Scenario;
import dev.assent.contract.Result;
import dev.assent.contract.id.IntentId;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A service that submits at the gateway, on the topic, or through both under one key.
final class Submitter {
  private final Scenario scenario;
  private final LeanHttp gateway;
  private final Patience patience;
  private final KafkaPatience kafka;
  private final Journal journal;

  Submitter(
      Scenario scenario,
      LeanHttp gateway,
      Patience patience,
      KafkaPatience kafka,
      Journal journal) {
    this.scenario = scenario;
    this.gateway = gateway;
    this.patience = patience;
    this.kafka = kafka;
    this.journal = journal;
  }

  /// The intent as soon as all of them have answered; empty when none did.
  Optional<IntentId> submit(String key, Set<Way> ways) throws InterruptedException {
    if (ways.size() > 1) {
      return overBoth(key);
    }
    return ways.contains(Way.KAFKA) ? overKafka(key) : overHttp(key);
  }

  private Optional<IntentId> overBoth(String key) throws InterruptedException {
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<IntentId>> onTopic = other.submit(() -> overKafka(key));
      Optional<IntentId> atGateway = overHttp(key);
      Optional<IntentId> answered = onTopic.get();
      return atGateway.isPresent() ? atGateway : answered;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a submission broke off: " + e.getCause(), e);
    }
  }

  private Optional<IntentId> overHttp(String key) throws InterruptedException {
    Optional<Answer> answer =
        patience.ask(() -> gateway.post("/v1/intents", scenario.intent(), key));
    answer.map(Verdict::of).ifPresent(verdict -> refused(key, verdict));
    return answer
        .filter(Answer::good)
        .map(given -> IntentId.parse(given.json().path("intent_id").asText()))
        .map(intent -> noted(key, intent, Way.HTTP));
  }

  private Optional<IntentId> overKafka(String key) throws InterruptedException {
    UUID requestId = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    PublicRequest.Submit request =
        PublicRequest.Submit.of(
                requestId, scenario.intentType(), scenario.agent(), scenario.payload())
            .under(key);
    Optional<Result> answer = kafka.submit(request);
    answer.map(Verdict::of).ifPresent(verdict -> refused(key, verdict));
    return answer
        .filter(Result.Accepted.class::isInstance)
        .map(given -> noted(key, given.intent(), Way.KAFKA));
  }

  private void refused(String key, Verdict verdict) {
    verdict.refusal().ifPresent(code -> journal.refusedSubmission(key, code));
  }

  private IntentId noted(String key, IntentId intent, Way way) {
    journal.submitted(key, intent, way);
    return intent;
  }
}
