package dev.assent.contract.task;

/// What the answers to a question come to by its [Rule]. Whoever asks must say what becomes of a
/// question that an answer has left open.
public sealed interface Settling {
  /// It is still open.
  ///
  /// @param waitsFor what it waits for, in words
  record Open(String waitsFor) implements Settling {}

  /// It is over.
  ///
  /// @param answer the one that settled it; its outcome is the question's
  record Settled(Answer answer) implements Settling {}
}
