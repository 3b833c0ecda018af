package dev.assent.contract.people;

/// What a key may be used for (DESIGN section 11).
public enum Scope {
  /// Submit, read and cancel intents; apply scenarios.
  INITIATOR,
  /// Listen for and report on an agent's steps.
  AGENT,
  /// Submit intents in the key's own name, as an agent that hands work to others, and end those.
  SUBMITTER,
  /// Change the policies of the types whose policy belongs to the key's owner, and be the first to
  /// give a type one.
  POLICY,
  /// Read and decide human tasks, as a person.
  APPROVER,
  /// Read intents and the audit trail.
  AUDITOR,
  /// Everything, keys and people included.
  ADMIN
}
