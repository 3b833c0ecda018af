package dev.assent.bench.rounds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.bench.http.EventStream;
import dev.assent.bench.http.LeanHttp;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The agent of a run: one stream of deliveries for all rounds, each answered at once.
final class Agent implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WAIT_SECONDS = 30;
  private static final String REPORT =
      "{\"action\":\"complete\",\"valid\":true,\"summary\":\"valid; can be undone\"}";

  private final LeanHttp gateway;
  private final String address;
  private final Map<String, CompletableFuture<Reported>> steps = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();
  private volatile boolean closed;

  Agent(LeanHttp gateway, String address) {
    this.gateway = gateway;
    this.address = address;
  }

  /// When a step was seen and when its report was answered (`System.nanoTime`).
  record Reported(long deliveredAt, long answeredAt) {}

  void start() {
    Thread.ofVirtual().name("bench-agent").start(this::listen);
  }

  /// Waits until the intent's step is reported.
  Reported await(String intent) {
    CompletableFuture<Reported> step =
        steps.computeIfAbsent(intent, _ -> new CompletableFuture<>());
    CompletableFuture.anyOf(step, broken).join();
    steps.remove(intent);
    return step.join();
  }

  private void listen() {
    long cursor = 0;
    try {
      while (!closed) {
        String path =
            "/v1/agents/"
                + address
                + "/intents/stream?since="
                + cursor
                + "&wait_seconds="
                + WAIT_SECONDS;
        try (EventStream stream = gateway.stream(path)) {
          for (Optional<EventStream.Event> event = stream.next();
              event.isPresent();
              event = stream.next()) {
            if (event.get().name().equals("intent.delivered")) {
              cursor = delivered(event.get());
            }
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      broken.completeExceptionally(e);
    }
  }

  private long delivered(EventStream.Event event) throws JsonProcessingException {
    long now = System.nanoTime();
    JsonNode data = JSON.readTree(event.data());
    String intent = data.path("parent_intent_id").asText();
    String step = data.path("intent_id").asText();
    CompletableFuture<Reported> reported =
        steps.computeIfAbsent(intent, _ -> new CompletableFuture<>());
    Thread.startVirtualThread(() -> report(step, now, reported));
    return data.path("seq").asLong();
  }

  private void report(String step, long deliveredAt, CompletableFuture<Reported> reported) {
    try {
      gateway.post("/v1/intents/" + step + "/resume", REPORT).orThrow("a report");
      reported.complete(new Reported(deliveredAt, System.nanoTime()));
    } catch (IOException | RuntimeException e) {
      reported.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
