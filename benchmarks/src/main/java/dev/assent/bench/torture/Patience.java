package dev.assent.bench.torture;

import dev.assent.bench.http.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A client as a client has to be: a request without an answer, or with one that says *try again*,
/// is unknown and is sent again with the same key. Only an answer counts.
final class Patience {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Duration most;

  Patience(Duration most) {
    this.most = most;
  }

  Duration most() {
    return most;
  }

  /// One request; it must be safe to repeat.
  @FunctionalInterface
  interface Request {
    Answer send() throws IOException;
  }

  /// Empty when there was no answer in all that time.
  Optional<Answer> ask(Request request) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        Answer answer = request.send();
        if (answer.status() < 500 && answer.status() != 429) {
          return Optional.of(answer);
        }
      } catch (IOException _) {
        // unknown
      }
      Thread.sleep(PAUSE);
    }
    return Optional.empty();
  }
}
