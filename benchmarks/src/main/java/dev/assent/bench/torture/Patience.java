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
  private final Journal journal;

  /// @param journal has whoever gave up
  Patience(Duration most, Journal journal) {
    this.most = most;
    this.journal = journal;
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
    String last = "nothing";
    while (System.nanoTime() < deadline) {
      try {
        Answer answer = request.send();
        if (answer.status() < 500 && answer.status() != 429) {
          return Optional.of(answer);
        }
        if (answer.status() == 500) {
          journal.brokeDown(answer.detail());
        }
        last = answer.status() + " " + answer.detail();
      } catch (IOException e) {
        last = e.toString(); // unknown
      }
      Thread.sleep(PAUSE);
    }
    gaveUp("a request was not answered within " + most.toSeconds() + " s; at last: " + last);
    return Optional.empty();
  }

  void gaveUp(String what) {
    journal.unheard(what);
  }
}
