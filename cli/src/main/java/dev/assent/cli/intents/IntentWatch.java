package dev.assent.cli.intents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.http.Api;
import dev.assent.cli.http.SseLines;
import dev.assent.cli.http.SseParser;
import dev.assent.cli.session.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows an intent to its end, over as many connections as it takes: a node that is restarted
/// meanwhile is waited for, and no event is shown twice or left out.
final class IntentWatch {
  private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELED", "TIMED_OUT");

  private final Session session;
  private final Api gateway;
  private final String intentId;
  private long cursor;
  private boolean connectedOnce;
  private boolean away;

  /// @param since the seq after which events are wanted; 0 for all
  IntentWatch(Session session, Api gateway, String intentId, long since) {
    this.session = session;
    this.gateway = gateway;
    this.intentId = intentId;
    this.cursor = since;
  }

  static boolean ended(String status) {
    return ENDED.contains(status);
  }

  /// The status the intent ended with.
  String follow(Consumer<JsonNode> onEvent) {
    while (true) {
      try (InputStream stream = open()) {
        Optional<String> end = read(stream, onEvent);
        if (end.isPresent()) {
          return end.get();
        }
      } catch (IOException e) {
        lost(e);
        Api.pause();
      } catch (Failure e) {
        if (e.exit() != ExitCode.UNREACHABLE || !connectedOnce) {
          throw e;
        }
        lost(e);
        Api.pause();
      }
    }
  }

  private InputStream open() throws IOException {
    InputStream stream =
        gateway.stream(
            "/v1/intents/" + Api.encoded(intentId) + "/events/stream",
            Map.of(
                "since",
                String.valueOf(cursor),
                "wait_seconds",
                String.valueOf(SseLines.WAIT.toSeconds())));
    if (away) {
      session.remark("Connected again.");
    }
    connectedOnce = true;
    away = false;
    return stream;
  }

  private void lost(Exception e) {
    if (!connectedOnce) {
      throw e instanceof IOException io
          ? gateway.unreachable(io)
          : new Failure(ExitCode.UNREACHABLE, "The gateway is not ready.", e);
    }
    if (!away) {
      session.remark("The gateway is away. Waiting for it; nothing is lost.");
    }
    away = true;
  }

  private Optional<String> read(InputStream stream, Consumer<JsonNode> onEvent) throws IOException {
    SseParser parser = new SseParser();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    @Nullable String line;
    while ((line = SseLines.next(lines)) != null) {
      Optional<SseParser.Frame> frame = parser.accept(line);
      if (frame.isEmpty()) {
        continue;
      }
      if (frame.get().event().equals("stream.timeout")) {
        return Optional.empty();
      }
      Optional<String> end = event(frame.get(), onEvent);
      if (end.isPresent()) {
        return end;
      }
    }
    return Optional.empty();
  }

  private Optional<String> event(SseParser.Frame frame, Consumer<JsonNode> onEvent)
      throws JsonProcessingException {
    if (!frame.event().startsWith("intent.")) {
      return Optional.empty();
    }
    JsonNode event = Json.parse(frame.data());
    long seq = event.path("seq").asLong();
    if (seq <= cursor) {
      return Optional.empty();
    }
    cursor = seq;
    onEvent.accept(event);
    return Optional.of(event.path("status").asText()).filter(IntentWatch::ended);
  }
}
