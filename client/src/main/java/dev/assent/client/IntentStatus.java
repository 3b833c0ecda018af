package dev.assent.client;

import java.util.Arrays;

/// Where an intent stands. The last four are ends, which never change again.
public enum IntentStatus {
  /// Taken, nothing has been done yet.
  CREATED,
  /// Its plan is being carried out.
  SUBMITTED,
  /// Handed to its agent.
  DELIVERED,
  /// The agent has said that it has it.
  ACKNOWLEDGED,
  /// Somebody works on it.
  IN_PROGRESS,
  /// It waits: for a person, an agent, or a time.
  WAITING,
  /// Done.
  COMPLETED,
  /// An agent failed, or a person rejected.
  FAILED,
  /// Ended on request.
  CANCELED,
  /// Its deadline passed.
  TIMED_OUT,
  /// A word that this version of the client does not know; the JSON has it.
  UNKNOWN;

  static IntentStatus of(String word) {
    return Arrays.stream(values())
        .filter(status -> status.name().equals(word))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /// Whether the intent is over.
  ///
  /// @return true for the four ends
  public boolean ended() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELED, TIMED_OUT -> true;
      case CREATED, SUBMITTED, DELIVERED, ACKNOWLEDGED, IN_PROGRESS, WAITING, UNKNOWN -> false;
    };
  }
}
