package dev.assent.bench.rounds;

import java.io.Closeable;
import java.io.IOException;

/// The service that submits, and learns of the end.
interface Service extends Closeable {
  /// Returns when the submission is answered.
  ///
  /// @param number counts the rounds of a run, from 0
  Submitted submit(int number) throws IOException;

  /// Through which door it submits, how it learns of the end, and how its agent works.
  String description();

  @Override
  void close();

  /// An intent under way.
  interface Submitted extends Closeable {
    String intent();

    /// Begins to look for the end; waits for nothing.
    void follow() throws IOException;

    /// Waits for the completion to be seen.
    ///
    /// @return when that was (`System.nanoTime`)
    long awaitCompleted() throws IOException;

    @Override
    void close();
  }
}
