package dev.assent.contract;

/// What a key may be used for (DESIGN section 11).
public enum Scope {
  /// Submit, read and cancel intents; apply scenarios.
  INITIATOR,
  /// Listen for and report on an agent's steps.
  AGENT,
  /// Read and decide human tasks, as a person.
  APPROVER,
  /// Read intents and the audit trail.
  AUDITOR,
  /// Everything, keys and people included.
  ADMIN
}
