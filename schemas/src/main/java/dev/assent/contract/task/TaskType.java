package dev.assent.contract.task;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The table of task types (contract section 5.1: AXP's list and its schemas' enum united, and
/// [#CHOICE]). What a type demands is what AXME's documents say that it always does: an action or a
/// clarification without evidence or comment is whole unless its author asks for them.
public enum TaskType {
  APPROVAL("approved", "rejected"),
  REVIEW("approved", "rejected", "changes_requested"),
  CLARIFICATION("provided", "declined"),
  PROVIDE_DATA("provided", "declined"),
  ATTACH_FILE("provided", "declined", Needs.EVIDENCE),
  MANUAL_ACTION("completed", "failed"),
  CONFIRMATION("confirmed", "denied"),
  VALIDATE_REAL_WORLD("confirmed", "denied"),
  VALIDATE_OUTPUT("approved", "rejected", "changes_requested"),
  ASSIGNMENT("assigned", "declined"),
  DELEGATION("assigned", "declined"),
  REROUTE("completed", "rejected"),
  OVERRIDE("override_approved", "rejected", Needs.COMMENT),
  ESCALATE("completed", "rejected"),
  FORM("submitted", "rejected"),
  /// One of several ways on (*blue* or *green*): its author names the outcomes, and each of them
  /// goes on unless it is a word for something else.
  CHOICE("", "");

  /// What an outcome means for the plan: go on, fail, or send back to the agent.
  public enum Verdict {
    POSITIVE,
    NEGATIVE,
    NEUTRAL;

    /// The verdict's name for people and clients, for example `positive`.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private enum Needs {
    NOTHING,
    COMMENT,
    EVIDENCE
  }

  private final String positive;
  private final String negative;
  private final String neutral;
  private final Needs needs;

  TaskType(String positive, String negative) {
    this(positive, negative, "", Needs.NOTHING);
  }

  TaskType(String positive, String negative, String neutral) {
    this(positive, negative, neutral, Needs.NOTHING);
  }

  TaskType(String positive, String negative, Needs needs) {
    this(positive, negative, "", needs);
  }

  TaskType(String positive, String negative, String neutral, Needs needs) {
    this.positive = positive;
    this.negative = negative;
    this.neutral = neutral;
    this.needs = needs;
  }

  /// The type's name on the wire, for example `manual_action`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<TaskType> named(String wireName) {
    for (TaskType type : values()) {
      if (type.wireName().equals(wireName)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /// Empty for a choice, as is [#negative].
  public String positive() {
    return positive;
  }

  public String negative() {
    return negative;
  }

  /// The outcomes offered when a task names none of its own; none for a choice, which must.
  public List<String> outcomes() {
    if (positive.isEmpty()) {
      return List.of();
    }
    return neutral.isEmpty() ? List.of(positive, negative) : List.of(positive, negative, neutral);
  }

  public boolean commentRequired() {
    return needs == Needs.COMMENT;
  }

  public boolean evidenceRequired() {
    return needs == Needs.EVIDENCE;
  }
}
