package dev.assent.approval.identity;

/// The request carries no key, or one that is not good. The API answers 401.
public final class Unauthenticated extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unauthenticated(String message) {
    super(message);
  }
}
