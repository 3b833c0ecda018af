package dev.assent.cli.agent;

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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What an agent is handed, over as many connections as it takes: a node that is restarted
/// meanwhile is waited for. A gateway that starts again hands out all that is open.
final class Deliveries {
  private final Session session;
  private final Api gateway;
  private final String agent;
  private long cursor;
  private boolean connectedOnce;
  private boolean away;

  Deliveries(Session session, Api gateway, String agent) {
    this.session = session;
    this.gateway = gateway;
    this.agent = agent.replaceFirst("^agent://", "");
  }

  /// @param enough takes a delivery and says whether that was the last one wanted
  void follow(Predicate<JsonNode> enough) {
    while (true) {
      try (InputStream stream = open()) {
        if (read(stream, enough)) {
          return;
        }
      } catch (IOException e) {
        lost(gateway.unreachable(e));
      } catch (Failure e) {
        lost(e);
      }
    }
  }

  private InputStream open() throws IOException {
    InputStream stream =
        gateway.stream(
            "/v1/agents/" + Api.encoded(agent) + "/intents/stream",
            Map.of(
                "since",
                String.valueOf(cursor),
                "wait_seconds",
                String.valueOf(SseLines.WAIT.toSeconds())));
    if (!connectedOnce || away) {
      session.remark(away ? "Connected again." : "Listening as " + agent + ".");
    }
    connectedOnce = true;
    away = false;
    return stream;
  }

  private void lost(Failure e) {
    if (e.exit() != ExitCode.UNREACHABLE || !connectedOnce) {
      throw e;
    }
    if (!away) {
      session.remark("The gateway is away. Waiting for it; nothing is lost.");
    }
    away = true;
    Api.pause();
  }

  private boolean read(InputStream stream, Predicate<JsonNode> enough) throws IOException {
    SseParser parser = new SseParser();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    @Nullable String line;
    while ((line = SseLines.next(lines)) != null) {
      Optional<SseParser.Frame> frame = parser.accept(line);
      if (frame.isEmpty() || !frame.get().event().equals("intent.delivered")) {
        continue;
      }
      JsonNode delivery = Json.parse(frame.get().data());
      cursor = Math.max(cursor, delivery.path("seq").asLong());
      if (enough.test(delivery)) {
        return true;
      }
    }
    return false;
  }
}
