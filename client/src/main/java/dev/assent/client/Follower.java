package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Follows a stream over as many connections as it takes: after a break it goes on behind the last
/// number it saw, so nothing is missed and nothing comes twice.
final class Follower {
  private static final Duration LEAST_WAIT = Duration.ofSeconds(1);

  private final Transport transport;
  private final Request stream;
  private final Deadline until;
  private final Backoff backoff = new Backoff();
  private final Deadline giveUp;
  private final Deadline nobody;
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
    this.stream = Request.get(path);
    this.cursor = since;
    this.until = until;
    this.giveUp = Deadline.after(transport.settings().retryFor());
    this.nobody = Deadline.after(transport.settings().connectFor()).or(giveUp);
  }

  /// Until the reader has enough, or time is up. A gateway that goes away meanwhile is waited for;
  /// one that was never there, for as long as anything is repeated.
  ///
  /// @return whether the reader had enough
  boolean follow(Reader reader) {
    while (!until.passed()) {
      Request next = next();
      try (EventLines lines = transport.stream(next)) {
        lines.open(until.atMost(transport.settings().silenceMax()));
        found();
        if (read(lines, reader)) {
          return true;
        }
      } catch (EventLines.RefusedException e) {
        transport.answered();
        lost(Refusals.of(e.response(), transport.settings().address(), next));
      } catch (IOException e) {
        if (transport.isClosed()) {
          throw new AssentException.Stopped("the client is closed", e);
        }
        if (!until.passed()) {
          lost(transport.noAnswer("a stream", next, e));
        }
      } catch (InterruptedException e) {
        throw Transport.interrupted(e);
      }
    }
    return false;
  }

  private Request next() {
    Duration wait = until.atMost(transport.settings().streamWait());
    return stream
        .with("since", cursor)
        .with("wait_seconds", Math.max(LEAST_WAIT.toSeconds(), wait.toSeconds()));
  }

  private boolean read(EventLines lines, Reader reader) throws IOException, InterruptedException {
    Deadline quick = Deadline.after(LEAST_WAIT);
    boolean silent = true;
    while (!until.passed()) {
      Optional<JsonNode> event = lines.next(until.atMost(transport.settings().silenceMax()));
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

  private void found() {
    transport.answered();
    if (!connected) {
      transport.settings().listener().opened();
    } else if (away) {
      transport.settings().listener().restored();
    }
    connected = true;
    away = false;
  }

  /// Throws what does not pass by itself, or has lasted for too long.
  private void lost(AssentException failure) {
    boolean passes =
        failure instanceof AssentException.RateLimited
            || failure instanceof AssentException.Unavailable;
    boolean gaveUp = (transport.nobodyIsThere(failure) ? nobody : giveUp).passed();
    if (!passes || (!connected && gaveUp)) {
      throw failure;
    }
    if (!away) {
      transport.settings().listener().lost(failure);
    }
    away = true;
    transport.pause(until.atMost(Transport.longer(backoff.next(), failure.retryAfter())));
  }
}
