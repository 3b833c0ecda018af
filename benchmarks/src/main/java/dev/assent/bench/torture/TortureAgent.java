package dev.assent.bench.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.bench.http.EventStream;
import dev.assent.bench.http.LeanHttp;
import dev.assent.bench.kafka.Follower;
import dev.assent.bench.kafka.KafkaDoor;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.wire.submissions.PublicRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An agent as one has to expect it: late, twice, out of order, at the gateway and on its topic. It
/// works on a step when it first hears of it through either; at the gateway it begins anew after
/// each broken stream and gets what is still open again.
final class TortureAgent {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LeanHttp gateway;
  private final KafkaDoor topics;
  private final AgentAddress address;
  private final long seed;
  private final Patience patience;
  private final KafkaPatience kafka;
  private final Journal journal;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Map<String, CompletableFuture<Delivery>> deliveries = new ConcurrentHashMap<>();
  private final ExecutorService works = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable Follower<Delivery> follower;
  private volatile boolean stopped;

  TortureAgent(
      LeanHttp gateway,
      KafkaDoor topics,
      AgentAddress address,
      long seed,
      Patience patience,
      KafkaPatience kafka,
      Journal journal) {
    this.gateway = gateway;
    this.topics = topics;
    this.address = address;
    this.seed = seed;
    this.patience = patience;
    this.kafka = kafka;
    this.journal = journal;
  }

  void start() {
    follower = topics.deliveries(address, this::delivered);
    Thread.ofVirtual().name("torture-agent").start(this::listen);
  }

  /// Returns when everything it has begun is done.
  void stop() {
    synchronized (works) {
      stopped = true;
    }
    works.close();
    if (follower != null) {
      follower.close();
    }
  }

  private void delivered(Delivery delivery) {
    String step = delivery.stepIntent().toString();
    delivery(step).complete(delivery);
    begin(step);
  }

  private void listen() {
    long cursor = 0;
    while (!stopped) {
      String path =
          "/v1/agents/" + address.name() + "/intents/stream?since=" + cursor + "&wait_seconds=10";
      try (EventStream stream = gateway.stream(path)) {
        for (Optional<EventStream.Event> event = stream.next();
            event.isPresent();
            event = stream.next()) {
          if (event.get().name().equals("intent.delivered")) {
            JsonNode data = JSON.readTree(event.get().data());
            cursor = data.path("seq").asLong();
            begin(data.path("intent_id").asText());
          }
        }
      } catch (IOException | IllegalStateException _) {
        cursor = 0;
        pause(200);
      }
    }
  }

  private void begin(String step) {
    synchronized (works) {
      if (!stopped && seen.add(step)) {
        var _ = works.submit(() -> work(step));
      }
    }
  }

  private Void work(String step) throws InterruptedException {
    StepDice dice = StepDice.of(seed, step);
    Thread.sleep(dice.lateMillis());
    if (dice.atOnce()) {
      try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
        for (StepDice.Act act : dice.acts()) {
          var _ = together.submit(() -> report(step, act));
        }
      }
    } else {
      for (StepDice.Act act : dice.acts()) {
        var _ = report(step, act);
      }
    }
    return null;
  }

  /// Empty when there was no answer.
  private Optional<Verdict> report(String step, StepDice.Act act) throws InterruptedException {
    String mark = "report-" + step + "-" + act.suffix();
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("action", act.action())
            .put("mark", mark)
            .put("reason", "as the dice fell")
            .toString();
    Optional<Verdict> verdict =
        switch (act.way()) {
          case HTTP ->
              patience
                  .ask(() -> gateway.post("/v1/intents/" + step + "/resume", body, mark))
                  .map(Verdict::of);
          case KAFKA -> kafka.report(request(step, act, mark, body)).map(Verdict::of);
        };
    String left = act.action().equals("acknowledge") ? "" : mark;
    verdict.ifPresent(
        given -> journal.reported(left, IntentId.parse(step).root(), act.way(), given));
    return verdict;
  }

  /// A report through Kafka needs the token, which is on the topic alone.
  private PublicRequest.Report request(String step, StepDice.Act act, String mark, String body) {
    Delivery delivery =
        delivery(step).copy().orTimeout(patience.most().toSeconds(), TimeUnit.SECONDS).join();
    return new PublicRequest.Report(
        UUID.nameUUIDFromBytes(mark.getBytes(StandardCharsets.UTF_8)),
        step,
        delivery.agent().toString(),
        delivery.attempt(),
        delivery.token(),
        act.action().toUpperCase(Locale.ROOT),
        body,
        "");
  }

  private CompletableFuture<Delivery> delivery(String step) {
    return deliveries.computeIfAbsent(step, _ -> new CompletableFuture<>());
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
