package dev.assent.wire.setup;

/// The Kafka cluster answers, but cannot keep Assent's promises; the message says what is missing
/// and how to get it. Trying again is of no use.
public final class UnfitBrokerException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public UnfitBrokerException(String message) {
    super(message);
  }
}
