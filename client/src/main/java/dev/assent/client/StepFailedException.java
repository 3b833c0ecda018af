package dev.assent.client;

/// Thrown by a [StepHandler] when a step cannot be done.
public final class StepFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /// A failure with its reason.
  ///
  /// @param reason for people: it becomes part of the intent's history
  public StepFailedException(String reason) {
    super(reason);
  }
}
