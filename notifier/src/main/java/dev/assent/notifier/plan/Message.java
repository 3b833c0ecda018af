package dev.assent.notifier.plan;

import dev.assent.contract.Plan;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is to be told of one fact, and whom: data, which a channel puts into words.
///
/// @param seq of the fact it tells of
/// @param at when the fact happened
/// @param task the question it is about; empty for a [What.Said]
/// @param to none of them twice
/// @param deadline until when an answer counts; empty when there is none, or nothing to answer
/// @param channels over which it is meant to go; none means every channel there is
/// @param links where a reader may go from here
public record Message(
    IntentId intent,
    int seq,
    Instant at,
    What what,
    Optional<Task> task,
    Urgency urgency,
    List<Recipient> to,
    Optional<Instant> deadline,
    List<String> channels,
    List<Link> links) {
  public Message {
    to = List.copyOf(to);
    channels = List.copyOf(channels);
    links = List.copyOf(links);
  }

  /// How soon somebody should see it.
  public enum Urgency {
    /// Somebody was asked and did not answer: it presses.
    HIGH,
    /// Somebody is asked.
    NORMAL,
    /// Nothing is to be done.
    LOW
  }

  /// Whether somebody is to do something.
  public boolean asks() {
    return urgency != Urgency.LOW;
  }

  /// The question.
  ///
  /// @param from who sent the intent
  /// @param yes the outcome that says yes; empty when there is none or more than one
  /// @param commentRequired whether an answer needs a comment
  /// @param more whether an answer needs more than an outcome and a comment: a form, evidence
  /// @param content which content is meant; empty for a question that was opened before it was kept
  public record Task(
      String intentType,
      String from,
      String step,
      String type,
      String title,
      String yes,
      boolean commentRequired,
      boolean more,
      Instant openedAt,
      Optional<Content> content) {}

  /// What is shown to whoever is asked: an answer may be bound to it (ADR 0028).
  public record Content(int version, Hash hash) {}

  /// Where a reader may go from here. What that is, a page or a command, is the channel's.
  public record Link(Rel rel, IntentId intent) {
    /// What is there.
    public enum Rel {
      /// All there is to know of the task.
      LOOK,
      /// A yes that needs nothing else.
      SAY_YES
    }
  }

  /// What it tells.
  public sealed interface What {
    /// A question is new.
    record Opened() implements What {}

    /// @param count which reminder this is, from 1
    /// @param max how many there are, not below the count
    record Reminded(int count, int max) implements What {}

    /// Others are asked now: those it goes to.
    record Escalated(String reason) implements What {}

    /// @param by who answered
    record Decided(String outcome, String by, Optional<String> onBehalfOf) implements What {}

    /// Nobody answered in time.
    record Expired(Plan.DeadlineAction action) implements What {}

    /// Its intent ended first.
    ///
    /// @param reason empty when none was given
    record Withdrawn(End end, String reason) implements What {}

    /// What a notification step says.
    record Said(String subject, String body) implements What {}
  }

  /// How an intent ended.
  public enum End {
    COMPLETED,
    COMPLETED_BY_HAND,
    FAILED,
    CANCELED,
    TIMED_OUT
  }
}
