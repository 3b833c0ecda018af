package dev.assent.contract;

/// AXP's ten lifecycle statuses (docs/lifecycle.md).
public enum Status {
  CREATED,
  SUBMITTED,
  DELIVERED,
  ACKNOWLEDGED,
  IN_PROGRESS,
  WAITING,
  COMPLETED,
  FAILED,
  CANCELED,
  TIMED_OUT;

  /// Whether nothing can happen any more.
  public boolean ended() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELED, TIMED_OUT -> true;
      case CREATED, SUBMITTED, DELIVERED, ACKNOWLEDGED, IN_PROGRESS, WAITING -> false;
    };
  }
}
