package dev.assent.bench.torture;

import dev.assent.bench.kafka.KafkaDoor;
import dev.assent.contract.Result;
import dev.assent.wire.registry.RegistryUnavailableException;
import dev.assent.wire.submissions.PublicRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/// [Patience] at the Kafka doors: a record without an answer is sent again under the same request
/// id. Every record that the brokers acknowledged is noted, as each of them must be answered.
final class KafkaPatience {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final KafkaDoor door;
  private final Duration most;
  private final Journal journal;

  KafkaPatience(KafkaDoor door, Duration most, Journal journal) {
    this.door = door;
    this.most = most;
    this.journal = journal;
  }

  /// Empty when there was no answer in all that time.
  Optional<Result> submit(PublicRequest.Submission request) throws InterruptedException {
    return ask(request.requestId(), () -> door.submit(request));
  }

  Optional<Result> report(PublicRequest.Report request) throws InterruptedException {
    return ask(request.requestId(), () -> door.report(request));
  }

  private Optional<Result> ask(UUID requestId, Supplier<KafkaDoor.Sent> send)
      throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        journal.sending(requestId);
        KafkaDoor.Sent sent = send.get();
        var _ = sent.acknowledged().thenRun(() -> journal.acknowledged(requestId));
        return Optional.of(sent.answer().get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS));
      } catch (TimeoutException
          | ExecutionException
          | KafkaException
          | RegistryUnavailableException _) {
        Thread.sleep(PAUSE); // unknown
      }
    }
    journal.unheard(
        "request " + requestId + " on a topic was not answered within " + most.toSeconds() + " s");
    return Optional.empty();
  }
}
