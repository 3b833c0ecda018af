package dev.assent.notifier.outbox;

/// What came of one attempt to send.
public sealed interface Outcome {
  /// It is out.
  record Sent() implements Outcome {}

  /// Not this time; asking again may help.
  ///
  /// @param why without secrets and without the message's text
  record Retry(String why) implements Outcome {}

  /// Asking again cannot help.
  ///
  /// @param why without secrets and without the message's text
  record Failed(String why) implements Outcome {}
}
