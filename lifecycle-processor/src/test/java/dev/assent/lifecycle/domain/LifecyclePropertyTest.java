package dev.assent.lifecycle.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Status;
import dev.assent.contract.Timer;
import dev.assent.contract.people.Principal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/// Whatever is asked, in whatever order, of whatever plan. A failure names its seed: run that one
/// with `-Dlifecycle.seed=…`; `-Dlifecycle.seeds=…` says how many are tried.
class LifecyclePropertyTest {
  private static final int COMMANDS = 60;

  private final Decider decider = new Decider(Scenario.FORMS);

  @Test
  void anyCommandsOnAnyPlanKeepTheRules() {
    int seeds = Integer.getInteger("lifecycle.seeds", 400);
    long only = Long.getLong("lifecycle.seed", -1L);
    Set<Class<?>> seen = new HashSet<>();
    int endings = 0;
    for (long seed = only < 0 ? 1 : only; seed <= (only < 0 ? seeds : only); seed++) {
      Run run = new Run(seed);
      try {
        run.go();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + run, e);
      }
      run.facts().forEach(fact -> seen.add(fact.getClass()));
      endings += run.state instanceof Intent.Ended ? 1 : 0;
    }

    // Else the commands would not be various enough to prove anything.
    if (only < 0) {
      assertThat(seen).containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
      assertThat(endings).isBetween(seeds / 4, seeds);
    }
  }

  /// One intent's life under random commands.
  private final class Run {
    private final RandomCommands random;
    private final List<Happened> history = new ArrayList<>();
    private final List<Asked> keyed = new ArrayList<>();
    private Intent state = new Intent.None();

    Run(long seed) {
      this.random = new RandomCommands(new Random(seed));
    }

    void go() {
      for (int i = 0; i < COMMANDS; i++) {
        Asked asked = random.next(state);
        step(asked);
        if (asked.body().isPresent() && random.oneIn(4)) {
          askAgain(asked);
        }
      }
      replayEqualsLive();
      atMostOneDecisionForEachTaskAndOnlyByPeople();
      endsAtMostOnceAndThenNothingMore();
    }

    private void step(Asked asked) {
      Intent before = state;
      Decision decision = decider.decide(before, asked);
      assertThat(decider.decide(before, asked)).isEqualTo(decision);
      switch (decision) {
        case Decision.Accept accept -> accepted(before, asked, accept);
        case Decision.Again _ ->
            assertThat(asked.command()).isNotInstanceOf(Command.FireTimer.class);
        case Decision.Reject _ -> {}
        case Decision.Forget _ ->
            assertThat(asked.command())
                .isInstanceOfSatisfying(
                    Command.FireTimer.class,
                    fire -> assertThat(fire.timer().kind()).isEqualTo(Timer.Kind.RETIREMENT));
      }
      onlyOwnTimersFire(before, asked, decision);
      decisionsAndRefusedDecisionsAreAudited(before, asked, decision);
    }

    private void accepted(Intent before, Asked asked, Decision.Accept accept) {
      Happened happened = accept.happened();
      if (before instanceof Intent.Ended) {
        assertThat(happened.events()).allMatch(Event.ThreadNoted.class::isInstance);
        assertThat(Timers.of(accept.after())).isEqualTo(Timers.of(before));
      }
      assertThat(happened.firstSeq()).isEqualTo(before.lastSeq() + 1);
      assertThat(before.after(happened)).isEqualTo(accept.after());
      assertThat(accept.after().lastSeq()).isEqualTo(happened.lastSeq());
      assertThat(accept.after().id()).isEqualTo(Ask.ROOT);
      if (accept.after() instanceof Intent.Running running) {
        assertThat(running.work()).isNotInstanceOf(Work.Between.class);
      }
      if (accept.after() instanceof Intent.Active active) {
        assertThat(active.status().ended()).isFalse();
      } else {
        assertThat(accept.after().status().ended()).isTrue();
      }
      deliveriesAreThoseOfTopics(accept);
      state = accept.after();
      history.add(happened);
      if (asked.body().isPresent()) {
        keyed.add(asked);
      }
    }

    private void askAgain(Asked asked) {
      Decision again = decider.decide(state, asked);
      if (keyed.contains(asked)) {
        assertThat(again).isInstanceOf(Decision.Again.class);
      }
    }

    private void deliveriesAreThoseOfTopics(Decision.Accept accept) {
      long onTopics =
          accept.happened().events().stream()
              .filter(event -> event instanceof Event.StepDelivered d && d.topic())
              .count();
      assertThat(Deliveries.of(accept.after(), accept.happened())).hasSize((int) onTopics);
    }

    private void onlyOwnTimersFire(Intent before, Asked asked, Decision decision) {
      if (asked.command() instanceof Command.FireTimer fire) {
        SortedSet<Timer> own = Timers.of(before);
        boolean due = own.contains(fire.timer()) && !asked.at().isBefore(fire.timer().due());
        assertThat(decision instanceof Decision.Reject).isEqualTo(!due);
      }
    }

    private void decisionsAndRefusedDecisionsAreAudited(
        Intent before, Asked asked, Decision decision) {
      boolean refused =
          decision instanceof Decision.Reject
              && (asked.command() instanceof Command.Decide
                  || asked.command() instanceof Command.Resolve resolve
                      && resolve.status() == Status.COMPLETED
                      && before instanceof Intent.Waiting);
      assertThat(Audit.of(before, asked, decision).isPresent())
          .isEqualTo(refused || closedAQuestion(before, decision));
    }

    /// Whatever did it: a question that is open no more has its record.
    private static boolean closedAQuestion(Intent before, Decision decision) {
      return before instanceof Intent.Waiting waiting
          && decision instanceof Decision.Accept accept
          && !(accept.after() instanceof Intent.Waiting now
              && now.task().ordinal() == waiting.task().ordinal());
    }

    private void replayEqualsLive() {
      Intent replayed = new Intent.None();
      int seq = 0;
      for (Happened happened : history) {
        assertThat(happened.firstSeq()).isEqualTo(seq + 1);
        replayed = replayed.after(happened);
        seq = happened.lastSeq();
      }
      assertThat(replayed).isEqualTo(state);
    }

    private void atMostOneDecisionForEachTaskAndOnlyByPeople() {
      List<Integer> decided =
          facts().stream()
              .filter(Event.TaskDecided.class::isInstance)
              .map(fact -> ((Event.TaskDecided) fact).ordinal())
              .toList();
      assertThat(decided).doesNotHaveDuplicates();
      assertThat(history)
          .filteredOn(h -> h.events().stream().anyMatch(Event.TaskDecided.class::isInstance))
          .allMatch(h -> h.actor().kind() == Principal.Kind.PERSON);
    }

    private void endsAtMostOnceAndThenNothingMore() {
      List<Event> ends = facts().stream().filter(Run::ends).toList();
      assertThat(ends).hasSize(state instanceof Intent.Ended ? 1 : 0);
      if (!ends.isEmpty()) {
        assertThat(facts().subList(facts().indexOf(ends.getFirst()) + 1, facts().size()))
            .allMatch(Event.ThreadNoted.class::isInstance);
      }
    }

    private static boolean ends(Event fact) {
      return fact instanceof Event.IntentCompleted
          || fact instanceof Event.IntentFailed
          || fact instanceof Event.IntentCanceled
          || fact instanceof Event.IntentTimedOut;
    }

    List<Event> facts() {
      return history.stream().flatMap(happened -> happened.events().stream()).toList();
    }

    @Override
    public String toString() {
      return "\n" + String.join("\n", history.stream().map(Histories::line).toList()) + "\n";
    }
  }
}
