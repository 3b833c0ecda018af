package dev.assent.lifecycle.stream;

/// The Kafka cluster is out of reach or cannot keep our promises; the message says what is missing.
public final class UnfitBrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnfitBrokerException(String message) {
    super(message);
  }

  public UnfitBrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
