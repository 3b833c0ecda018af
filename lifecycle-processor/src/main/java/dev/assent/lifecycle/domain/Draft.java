package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.ThreadNote;
import dev.assent.lifecycle.domain.Intent.Active;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A decision in the making. Each fact is folded into the draft's own copy of the state at once, so
/// a later rule of the same command sees the earlier fact. Lives within one call of `decide`.
final class Draft {
  private final Intent before;
  private final Asked asked;
  private final List<Event> events = new ArrayList<>();
  private Intent state;

  Draft(Intent before, Asked asked) {
    this.before = before;
    this.state = before;
    this.asked = asked;
  }

  Draft record(Event event) {
    Stamp stamp =
        new Stamp(asked.target().root(), state.lastSeq() + 1, at(), asked.actor(), asked.door());
    Intent was = state;
    state = Intent.evolve(was, event, stamp);
    events.add(event);
    if (was instanceof Active active && state instanceof Intent.Ended) {
      active.origin().replyTo().ifPresent(this::tell);
    }
    return this;
  }

  /// The intent's end reaches the inbox that its submission named.
  private void tell(String replyTo) {
    record(new Event.ThreadNoted(ThreadNote.of(ThreadNote.Kind.COMPLETION, replyTo, "")));
  }

  Active active() {
    if (state instanceof Active active) {
      return active;
    }
    throw new IllegalStateException(
        "expected " + asked.target() + " to be active after " + events + ", but it is " + state);
  }

  Plan plan() {
    return active().origin().plan();
  }

  int nextRun() {
    return active().progress().runs() + 1;
  }

  Asked asked() {
    return asked;
  }

  /// The time of the command, in the precision that is stored: a timer is told by its due time.
  Instant at() {
    return stored(asked.at());
  }

  Instant in(Duration wait) {
    return stored(at().plus(wait));
  }

  static Instant stored(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  Decision accept() {
    Happened happened =
        new Happened(
            asked.target().root(),
            asked.actor().workspace(),
            before.lastSeq() + 1,
            at(),
            asked.actor(),
            asked.door(),
            asked.commandId(),
            asked.body(),
            events);
    if (Evolution.remember(state, happened) instanceof Intent.Known after) {
      return new Decision.Accept(happened, after);
    }
    throw new IllegalStateException("expected facts of " + asked.target() + ", but there are none");
  }
}
