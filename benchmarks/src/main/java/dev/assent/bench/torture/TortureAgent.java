package dev.assent.bench.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.bench.http.EventStream;
import dev.assent.bench.http.LeanHttp;
import dev.assent.contract.IntentId;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An agent as one has to expect it: late, twice, out of order. It begins anew after each broken
/// stream and gets what is still open again.
final class TortureAgent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LATE_MILLIS_MAX = 3000;

  private final LeanHttp gateway;
  private final String address;
  private final long seed;
  private final Patience patience;
  private final Journal journal;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  TortureAgent(LeanHttp gateway, String address, long seed, Patience patience, Journal journal) {
    this.gateway = gateway;
    this.address = address;
    this.seed = seed;
    this.patience = patience;
    this.journal = journal;
  }

  void start() {
    Thread.ofVirtual().name("torture-agent").start(this::listen);
  }

  void stop() {
    stopped = true;
  }

  private void listen() {
    long cursor = 0;
    while (!stopped) {
      String path =
          "/v1/agents/" + address + "/intents/stream?since=" + cursor + "&wait_seconds=10";
      try (EventStream stream = gateway.stream(path)) {
        for (Optional<EventStream.Event> event = stream.next();
            event.isPresent();
            event = stream.next()) {
          if (event.get().name().equals("intent.delivered")) {
            JsonNode data = JSON.readTree(event.get().data());
            cursor = data.path("seq").asLong();
            String step = data.path("intent_id").asText();
            if (seen.add(step)) {
              Thread.startVirtualThread(() -> work(step));
            }
          }
        }
      } catch (IOException | IllegalStateException _) {
        cursor = 0;
        pause(200);
      }
    }
  }

  private void work(String step) {
    Random random = new Random(seed ^ step.hashCode());
    pause(random.nextInt(LATE_MILLIS_MAX));
    try {
      switch (random.nextInt(6)) {
        case 0 -> { // in order
          report(step, "acknowledge", "a");
          report(step, "progress", "p");
          report(step, "complete", "c");
        }
        case 1 -> { // out of order
          report(step, "complete", "c");
          report(step, "progress", "p");
          report(step, "acknowledge", "a");
        }
        case 2 -> { // twice at once, of which one must lose
          Thread other = Thread.startVirtualThread(() -> reportQuietly(step, "complete", "d"));
          report(step, "complete", "c");
          other.join();
        }
        case 3 -> report(step, random.nextBoolean() ? "complete" : "fail", "c");
        default -> report(step, "complete", "c");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void reportQuietly(String step, String action, String suffix) {
    try {
      report(step, action, suffix);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(String step, String action, String suffix) throws InterruptedException {
    String mark = "report-" + step + "-" + suffix;
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("action", action)
            .put("mark", mark)
            .put("reason", "as the dice fell")
            .toString();
    IntentId intent = IntentId.parse(step).root();
    patience
        .ask(() -> gateway.post("/v1/intents/" + step + "/resume", body, mark))
        .filter(_ -> !action.equals("acknowledge")) // an acknowledgement leaves no mark
        .ifPresent(answer -> journal.reported(mark, intent, answer.good()));
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
