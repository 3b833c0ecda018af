package dev.assent.contract;

import java.util.Map;

/// Why a command was refused. A value, not an exception: a refusal changes nothing.
///
/// @param message *expected X, but Y*
/// @param details what a program can use, for example who decided, when and through which door
public record Rejection(Code code, String message, Map<String, String> details) {
  public Rejection {
    details = Map.copyOf(details);
  }

  public static Rejection of(Code code, String expected, String found) {
    return new Rejection(code, "expected " + expected + ", but " + found, Map.of());
  }

  public Rejection with(Map<String, String> more) {
    return new Rejection(code, message, more);
  }

  /// The stable words for a refusal. How a door says each in HTTP is that door's table.
  public enum Code {
    /// No such intent, or one of another workspace.
    UNKNOWN_INTENT,
    /// The idempotency key was used before, with another request.
    IDEMPOTENCY_CONFLICT,
    /// Nobody we know vouches for the record: its signature or its token is missing or wrong.
    UNAUTHENTICATED,
    /// The request is not of the form it should be.
    INVALID_REQUEST,
    /// The intent has ended.
    INTENT_ENDED,
    /// This run of the step is over.
    STEP_OVER,
    /// An agent's report where no agent's step is under way.
    NO_AGENT_STEP,
    /// A person's answer where no task is open.
    NO_OPEN_TASK,
    /// Somebody else was first; the details say who, when, how.
    ALREADY_DECIDED,
    /// The key's scopes or kind do not allow this.
    NOT_ALLOWED,
    /// The person is not among those asked.
    NOT_ASSIGNED,
    /// The agent is not the one whose step it is.
    WRONG_AGENT,
    /// The task has changed since the person looked.
    STALE_VERSION,
    /// The content the person saw is not the content of the task.
    CONTENT_CHANGED,
    /// The task wants an answer that proves what was shown, and this one does not.
    BINDING_REQUIRED,
    OUTCOME_NOT_ALLOWED,
    COMMENT_REQUIRED,
    EVIDENCE_REQUIRED,
    /// The answer's data does not satisfy the task's form.
    FORM_INVALID,
    /// A number, a length or a size is beyond its bound.
    OUT_OF_BOUNDS,
    /// The intent's controls or policy have changed since the caller looked; the details say which
    /// generation it is.
    STALE_GENERATION,
    /// The timer is not (or no longer) the intent's.
    STALE_TIMER,
    /// The command broke our own code; it is in the dead letters.
    INTERNAL
  }
}
