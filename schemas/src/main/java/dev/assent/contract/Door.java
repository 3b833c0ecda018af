package dev.assent.contract;

/// Through which door a command came in.
public enum Door {
  /// The gateway's HTTP API.
  GATEWAY,
  /// The approval-service's HTTP API.
  APPROVALS,
  /// The public topics.
  KAFKA,
  /// The processor's own clock.
  TIMER
}
