package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Command.Report.Kind;
import dev.assent.contract.id.IntentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Timers follow the wall clock, however it is set, and fire once (ADR 0036).
class ClockStepsTest {
  private static final Duration TICK = Duration.ofMillis(100);

  @ParameterizedTest
  @ValueSource(strings = {"PT2S", "PT1H", "P1D", "-PT2S", "-PT1H", "-P1D"})
  void afterAStep_theReminderComesWhenTheWallClockShowsItsTime_andOnce(Duration step) {
    try (Flow flow = waiting(SeedPlan.intent(new Random(1)))) {
      Instant due = flow.now().plus(SeedPlan.REMIND);
      flow.advance(Duration.ofMinutes(1));
      flow.step(step);

      Instant told = flow.now();
      int ticks = 0;
      List<String> names = new ArrayList<>(flow.eventNames());
      while (names.isEmpty() && flow.now().isBefore(due.plusSeconds(2))) {
        long left = Duration.between(flow.now(), due).toMillis();
        flow.advance(left > 10_000 ? Duration.ofMillis(left - 5_000) : TICK);
        told = flow.now();
        names.addAll(flow.eventNames());
        ticks++;
      }

      assertThat(names).as("after %d looks", ticks).isNotEmpty();
      assertThat(names.getFirst()).isIn("TaskReminded", "TaskExpired");
      assertThat(told).isAfterOrEqualTo(due);
      if (step.isNegative() || step.compareTo(SeedPlan.REMIND) < 0) {
        assertThat(told).isBefore(due.plusSeconds(1));
        assertThat(names).containsExactly("TaskReminded");
      }
    }
  }

  /// A broker refuses a record that is an hour ahead of its clock, and the task would die of it.
  @ParameterizedTest
  @ValueSource(strings = {"PT2S", "PT2H", "-PT2S", "-PT2H", "-P1D"})
  void whatATimerChanges_bearsTheWallClocksTime_inTheChangelogToo(Duration step) {
    try (Flow flow = waiting(SeedPlan.intent(new Random(1)))) {
      flow.changelogTimes();
      flow.step(step);
      Instant due = flow.now().plus(SeedPlan.REMIND).minus(step);

      flow.advance(Duration.ofMillis(1));
      while (flow.now().isBefore(due)) {
        flow.advance(Duration.ofMinutes(1));
      }

      assertThat(flow.eventNames()).isNotEmpty();
      assertThat(flow.changelogTimes()).isNotEmpty().allMatch(time -> !time.isAfter(flow.now()));
    }
  }

  @Test
  void toAndFroByTwoSeconds_whileManyDeadlinesRun_leavesNoneBehind_andFiresNoneTwice() {
    Random random = new Random(36);
    try (Flow flow = new Flow()) {
      for (int i = 0; i < 20; i++) {
        open(flow, SeedPlan.intent(random));
        flow.advance(Duration.ofMillis(random.nextInt(500)));
      }
      flow.skipOutput();
      Instant last = flow.now().plus(SeedPlan.REMIND).plusSeconds(1);
      List<String> names = new ArrayList<>();
      while (flow.now().isBefore(last)) {
        flow.advance(Duration.ofMillis(200 + random.nextInt(800)));
        flow.step(Duration.ofSeconds(random.nextInt(3) * 2L - 2));
        names.addAll(flow.eventNames());
      }
      flow.advance(Duration.ofSeconds(1));
      names.addAll(flow.eventNames());

      assertThat(names).hasSize(20).containsOnly("TaskReminded");
    }
  }

  private static Flow waiting(IntentId intent) {
    Flow flow = new Flow();
    open(flow, intent);
    flow.skipOutput();
    return flow;
  }

  private static void open(Flow flow, IntentId intent) {
    flow.ask(Flow.SERVICE, intent, SeedPlan.submit());
    flow.ask(Flow.VALIDATOR, intent.step(1), Flow.report(Kind.COMPLETE));
  }
}
