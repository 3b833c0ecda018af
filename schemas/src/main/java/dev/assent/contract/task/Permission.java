package dev.assent.contract.task;

/// Whether somebody may answer a question, and if not, why ([Eligibility]).
public sealed interface Permission {
  default boolean allowed() {
    return this instanceof Allowed;
  }

  /// They may.
  record Allowed() implements Permission {}

  /// They may not.
  ///
  /// @param expected who may, and `found` who this is: *expected X, but Y*
  record Refused(Reason reason, String expected, String found) implements Permission {}

  /// Why somebody may not answer.
  enum Reason {
    /// No person, or one whose key is not for answering.
    NO_APPROVER,
    /// The intent's policy denies it.
    DENIED,
    /// Not among those asked.
    NOT_ASKED
  }
}
