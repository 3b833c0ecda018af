package dev.assent.bench.rounds;

import dev.assent.bench.http.EventStream;
import dev.assent.bench.http.LeanHttp;
import dev.assent.bench.node.Scenario;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Submits at the gateway, and reads each intent's event stream to its end.
record HttpService(LeanHttp gateway, Scenario scenario) implements Service {
  @Override
  public Submitted submit(int number) throws IOException {
    return new OneStream(
        gateway,
        gateway
            .post("/v1/intents", scenario.intent(), scenario.name() + "-" + number)
            .orThrow("a submission")
            .path("intent_id")
            .asText());
  }

  @Override
  public String description() {
    return "http: submit, one event stream a round for its caller, one delivery stream for the"
        + " agent, report";
  }

  @Override
  public void close() {
    // its connections are the doors'
  }

  private static final class OneStream implements Submitted {
    private final LeanHttp gateway;
    private final String intent;
    private @Nullable EventStream history;

    private OneStream(LeanHttp gateway, String intent) {
      this.gateway = gateway;
      this.intent = intent;
    }

    @Override
    public String intent() {
      return intent;
    }

    @Override
    public void follow() throws IOException {
      history = gateway.stream("/v1/intents/" + intent + "/events/stream?wait_seconds=60");
    }

    /// Reads on to the stream's end, so that its connection can be used again.
    @Override
    public long awaitCompleted() throws IOException {
      if (history == null) {
        throw new IllegalStateException("expected the intent to be followed, but it is not");
      }
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
    public void close() {
      if (history != null) {
        history.close();
      }
    }
  }
}
