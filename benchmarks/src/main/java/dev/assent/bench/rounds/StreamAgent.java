package dev.assent.bench.rounds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.bench.http.EventStream;
import dev.assent.bench.http.LeanHttp;
import java.io.IOException;
import java.util.Optional;

/// An agent at the gateway: one stream of deliveries for all rounds.
final class StreamAgent implements Agent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WAIT_SECONDS = 30;

  private final LeanHttp gateway;
  private final String address;
  private final Steps steps = new Steps();
  private volatile boolean closed;

  private StreamAgent(LeanHttp gateway, String address) {
    this.gateway = gateway;
    this.address = address;
  }

  static StreamAgent start(LeanHttp gateway, String address) {
    StreamAgent agent = new StreamAgent(gateway, address);
    Thread.ofVirtual().name("bench-agent").start(agent::listen);
    return agent;
  }

  @Override
  public Reported await(String intent) {
    return steps.await(intent);
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
      steps.broken(e);
    }
  }

  private long delivered(EventStream.Event event) throws JsonProcessingException {
    JsonNode data = JSON.readTree(event.data());
    String step = data.path("intent_id").asText();
    steps.delivered(
        data.path("parent_intent_id").asText(),
        () -> gateway.post("/v1/intents/" + step + "/resume", REPORT).orThrow("a report"));
    return data.path("seq").asLong();
  }

  @Override
  public void close() {
    closed = true;
  }
}
