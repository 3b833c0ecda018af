package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Follows a stream over as many connections as it takes: after a break it goes on behind the last
/// number it saw, so nothing is missed and nothing comes twice.
final class Follower {
  private static final System.Logger LOGGER = System.getLogger(AssentClient.class.getName());
  private static final Duration LEAST_WAIT = Duration.ofSeconds(1);

  private final Transport transport;
  private final String path;
  private final Deadline until;
  private final Backoff backoff = new Backoff();
  private final Deadline giveUp;
  private long cursor;
  private boolean connected;
  private boolean away;

  /// Takes an event.
  interface Reader {
    /// @return whether it was the last one that is wanted
    boolean accept(JsonNode event);
  }

  /// @param path of the stream, without a query
  /// @param since the number behind which to begin
  /// @param until when to stop
  Follower(Transport transport, String path, long since, Deadline until) {
    this.transport = transport;
    this.path = path;
    this.cursor = since;
    this.until = until;
    this.giveUp = Deadline.after(transport.settings().retryFor());
  }

  /// Until the reader has enough, or time is up. A gateway that goes away meanwhile is waited for;
  /// one that was never there, for as long as anything is repeated.
  ///
  /// @return whether the reader had enough
  boolean follow(Reader reader) {
    while (!until.passed()) {
      try (EventLines lines = transport.stream(path + query())) {
        if (read(lines, reader)) {
          return true;
        }
      } catch (EventLines.RefusedException e) {
        AssentException refusal = Refusals.of(e.response(), Optional.empty());
        if (e.response().statusCode() != 429 && e.response().statusCode() < 500) {
          throw refusal;
        }
        lost(refusal, Refusals.retryAfter(e.response().headers()).orElse(Duration.ZERO));
      } catch (IOException e) {
        lost(
            new AssentException.Unavailable(
                AssentException.Refusal.local(
                    "no_answer",
                    "expected a stream from " + transport.settings().base() + ", but none came"),
                Optional.empty(),
                e),
            Duration.ZERO);
      } catch (InterruptedException e) {
        throw Transport.interrupted(e);
      }
    }
    return false;
  }

  private String query() {
    Duration wait = until.atMost(transport.settings().streamWait());
    long seconds = Math.max(LEAST_WAIT.toSeconds(), wait.toSeconds());
    return "?since=" + cursor + "&wait_seconds=" + seconds;
  }

  private boolean read(EventLines lines, Reader reader) throws IOException, InterruptedException {
    Deadline quick = Deadline.after(LEAST_WAIT);
    boolean silent = true;
    while (!until.passed()) {
      Optional<JsonNode> event = next(lines);
      if (event.isEmpty()) {
        // A proxy that ends every stream at once must not be asked without a pause.
        if (silent && !quick.passed() && !until.passed()) {
          transport.pause(until.atMost(backoff.next()));
        }
        return false;
      }
      silent = false;
      backoff.reset();
      long seq = event.get().path("seq").asLong();
      if (seq > cursor) {
        cursor = seq;
        if (reader.accept(event.get())) {
          return true;
        }
      }
    }
    return false;
  }

  private Optional<JsonNode> next(EventLines lines) throws IOException, InterruptedException {
    Duration silence = transport.settings().silenceMax();
    Duration most = until.atMost(silence);
    try {
      Optional<JsonNode> event = lines.next(most);
      found();
      return event;
    } catch (IOException e) {
      if (transport.isClosed()) {
        throw new AssentException.Stopped("the client is closed", e);
      }
      if (until.passed()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void found() {
    if (away) {
      LOGGER.log(System.Logger.Level.INFO, "The gateway is back");
    }
    connected = true;
    away = false;
  }

  private void lost(AssentException failure, Duration askedFor) {
    if (!connected && giveUp.passed()) {
      throw failure;
    }
    if (!away) {
      LOGGER.log(System.Logger.Level.INFO, "The gateway is away and is waited for");
    }
    away = true;
    Duration pause = backoff.next();
    transport.pause(until.atMost(askedFor.compareTo(pause) > 0 ? askedFor : pause));
  }
}
