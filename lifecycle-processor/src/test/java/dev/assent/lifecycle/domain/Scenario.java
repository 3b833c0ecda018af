package dev.assent.lifecycle.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Asked;
import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.Status;
import dev.assent.contract.Timer;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.task.TaskRun;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// One intent's life, as a test tells it: *given* commands that are accepted, *when* one more is
/// asked or time passes, *then* facts or a refusal. Does what the processor's shell does around the
/// decider, and no more. What fails prints the history.
final class Scenario {
  /// Stands for a JSON Schema library: the data must have a member `window`.
  static final FormRules FORMS =
      (_, data, _) ->
          data.text().contains("\"window\":")
              ? new FormRules.Valid(data)
              : new FormRules.Invalid(List.of("expected a window, but there is none"));

  static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private final Decider decider = new Decider(FORMS);
  private final List<Happened> history = new ArrayList<>();
  private final List<AuditRecord> audit = new ArrayList<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Intent state = new Intent.None();
  private Instant now = START;
  private int asked;
  private List<Event> latest = List.of();
  private Decision decision = new Decision.Forget();

  private Scenario() {}

  /// Each of these is accepted, a second after the one before.
  static Scenario given(Ask... asks) {
    return new Scenario().and(asks);
  }

  Scenario and(Ask... asks) {
    for (Ask ask : asks) {
      when(ask);
      assertThat(decision).as("%s%n%s", ask, this).isInstanceOf(Decision.Accept.class);
    }
    return this;
  }

  Scenario when(Ask ask) {
    now = now.plusSeconds(1);
    latest = handle(ask.in(state, now, ++asked));
    return this;
  }

  /// Time passes, and every timer that is due in it fires at its own time.
  Scenario whenPassed(Duration duration) {
    Instant until = now.plus(duration);
    List<Event> facts = new ArrayList<>();
    while (!Timers.of(state).isEmpty() && !Timers.of(state).first().due().isAfter(until)) {
      Timer timer = Timers.of(state).first();
      now = timer.due();
      facts.addAll(fire(timer));
    }
    now = until;
    latest = facts;
    return this;
  }

  /// The processor was down for so long; back again, it fires what is due by now, in order.
  Scenario whenDownFor(Duration duration) {
    now = now.plus(duration);
    List<Event> facts = new ArrayList<>();
    while (!Timers.of(state).isEmpty() && !Timers.of(state).first().due().isAfter(now)) {
      facts.addAll(fire(Timers.of(state).first()));
    }
    latest = facts;
    return this;
  }

  /// Whatever the state says about it.
  Scenario whenFired(Timer timer) {
    latest = fire(timer);
    return this;
  }

  Scenario whenFiredAtItsTime(Timer timer) {
    now = timer.due();
    return whenFired(timer);
  }

  private List<Event> fire(Timer timer) {
    CommandId id = new CommandId(new UUID(0, ++asked));
    return handle(Asked.timer(id, Ask.ROOT, now, Actor.ACME, timer));
  }

  private List<Event> handle(Asked command) {
    decision = decider.decide(state, command);
    Audit.of(state, command, decision).ifPresent(audit::add);
    return switch (decision) {
      case Decision.Accept accept -> {
        state = accept.after();
        history.add(accept.happened());
        deliveries.addAll(Deliveries.of(state, accept.happened()));
        told.add(Histories.line(accept.happened()));
        yield accept.happened().events();
      }
      case Decision.Reject reject -> {
        told.add(
            "      "
                + Histories.clock(command.at())
                + " ✗ "
                + reject.rejection().code()
                + ": "
                + reject.rejection().message());
        yield List.of();
      }
      case Decision.Again _ -> List.of();
      case Decision.Forget _ -> {
        state = new Intent.None();
        yield List.of();
      }
    };
  }

  /// Exactly these facts, one word each: `TaskDecided approved` matches on what [Histories#fact]
  /// prints, from its start.
  Scenario then(String... facts) {
    assertThat(latest.stream().map(Histories::fact).toList())
        .as("%s", this)
        .hasSameSizeAs(facts)
        .zipSatisfy(List.of(facts), (fact, start) -> assertThat(fact).startsWith(start));
    return this;
  }

  Scenario thenRejected(Rejection.Code code, String... inMessage) {
    assertThat(decision).as("%s", this).isInstanceOf(Decision.Reject.class);
    Rejection rejection = ((Decision.Reject) decision).rejection();
    assertThat(rejection.code()).as("%s", this).isEqualTo(code);
    for (String part : inMessage) {
      assertThat(rejection.message()).as("%s", this).contains(part);
    }
    return this;
  }

  Scenario thenAgain() {
    assertThat(decision).as("%s", this).isInstanceOf(Decision.Again.class);
    return this;
  }

  Scenario thenForgotten() {
    assertThat(decision).as("%s", this).isInstanceOf(Decision.Forget.class);
    return this;
  }

  Scenario thenStatus(Status status) {
    assertThat(state).as("%s", this).isInstanceOf(Intent.Known.class);
    assertThat(((Intent.Known) state).status()).as("%s", this).isEqualTo(status);
    return this;
  }

  Intent state() {
    return state;
  }

  TaskRun task() {
    assertThat(state).as("%s", this).isInstanceOf(Waiting.class);
    return ((Waiting) state).task();
  }

  Decision decision() {
    return decision;
  }

  <E extends Event> E latest(Class<E> type) {
    return latest.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  Instant now() {
    return now;
  }

  List<Happened> history() {
    return history;
  }

  List<AuditRecord> audit() {
    return audit;
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  @Override
  public String toString() {
    return "\n" + String.join("\n", told) + "\n  = " + state + "\n";
  }

  /// The door of the people's own service, for stories in which two doors race.
  static Door approvals() {
    return Door.APPROVALS;
  }
}
