package dev.assent.bench.rounds;

import java.io.Closeable;
import java.io.IOException;

/// Plays approval rounds through one kind of door. Used by many threads.
interface Round extends Closeable {
  /// One round from its submission to its end.
  ///
  /// @param number counts the rounds of a run, from 0
  RoundTimes play(int number) throws IOException;

  /// How the caller learns of the end, and what is read on the way: what the figures include.
  String description();
}
