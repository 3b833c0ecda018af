package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Ask.complete;
import static dev.assent.lifecycle.domain.Ask.submit;
import static dev.assent.lifecycle.domain.Plans.id;
import static dev.assent.lifecycle.domain.Scenario.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A history that cannot be fails loudly, and says what was expected.
class EvolutionTest {
  private static final Intent NONE = new Intent.None();
  private static final Intent AGENT = given(submit(Plans.seed())).state();
  private static final Intent TASK = given(submit(Plans.seed()), complete("{}")).state();
  private static final Intent ENDED = given(submit(Plans.seed()), Ask.cancel()).state();

  static Stream<Arguments> impossible() {
    return Stream.of(
        Arguments.of(NONE, new Event.IntentSubmitted(), "IntentCreated first"),
        Arguments.of(AGENT, new Event.IntentSubmitted(), "nothing under way"),
        Arguments.of(AGENT, completed(2), "an agent at run 2"),
        Arguments.of(AGENT, decided(1), "an open task at run 1"),
        Arguments.of(AGENT, new Event.DelayElapsed(id("d"), 1), "a delay at run 1"),
        Arguments.of(AGENT, opened(2), "nothing under way"),
        Arguments.of(TASK, completed(2), "an agent at run 2"),
        Arguments.of(TASK, decided(1), "an open task at run 1"),
        Arguments.of(TASK, new Event.HandedOff("r", Optional.empty()), "no open task"),
        Arguments.of(ENDED, new Event.IntentCanceled(""), "nothing more after its end"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("impossible")
  void aFactThatCannotFollowTheStateIsCorrupt(Intent state, Event event, String expected) {
    assertThatThrownBy(() -> Intent.evolve(state, event, stamp(state.lastSeq() + 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected " + expected)
        .hasMessageContaining(Ask.ROOT.toString())
        .hasMessageContaining(event.getClass().getSimpleName());
  }

  @Test
  void aGapOrARepetitionIsCorrupt() {
    Event event = new Event.StepAcknowledged(id("validate_change"), 1);
    for (int seq : new int[] {AGENT.lastSeq(), AGENT.lastSeq() + 2}) {
      assertThatThrownBy(() -> Intent.evolve(AGENT, event, stamp(seq)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected seq 4");
    }
  }

  private static Stamp stamp(int seq) {
    return new Stamp(Ask.ROOT, seq, Scenario.START, Actor.SERVICE, Door.GATEWAY);
  }

  private static Event completed(int ordinal) {
    return new Event.StepCompleted(id("validate_change"), ordinal, Json.EMPTY);
  }

  private static Event decided(int ordinal) {
    return new Event.TaskDecided(
        id("sre_approval"),
        ordinal,
        1,
        Hash.of("shown"),
        "approved",
        "approved",
        Verdict.POSITIVE,
        "",
        Json.EMPTY,
        Optional.empty());
  }

  private static Event opened(int ordinal) {
    return new Event.TaskOpened(
        id("sre_approval"),
        ordinal,
        Plans.human("h").step().task(),
        1,
        Hash.of("shown"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
