package dev.assent.lifecycle.form;

/// A form asks for more work than one answer is worth.
final class TooMuchWorkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooMuchWorkException(String message) {
    super(message);
  }
}
