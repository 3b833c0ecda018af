package dev.assent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.bench.torture.Torture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A small torture; `assent torture` runs larger ones.
class TortureIT {
  private static final Torture.Plan PLAN = new Torture.Plan(4, 200, 20_261_125, true);

  @TempDir Path folder;

  @Test
  @Timeout(900)
  void everyPromiseIsKept_whileProcessesAreKilled_andNeighboursAreHostile() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());

    Torture.Outcome outcome = new Torture(PLAN, told::add).run(new OwnPrograms(), folder);

    assertThat(outcome.findings()).as("seed %d, %s", PLAN.seed(), told).isEmpty();
    assertThat(outcome.endedByThemselves()).isEmpty();
    assertThat(outcome.counts().submits()).isEqualTo(PLAN.intents());
    assertThat(outcome.counts().submitsThroughKafka()).isBetween(1, PLAN.intents() - 1);
    assertThat(outcome.counts().submitsThroughBoth()).isPositive();
    assertThat(outcome.counts().reportsThroughKafka()).isPositive();
    assertThat(outcome.counts().decisions()).isPositive();
    assertThat(outcome.harm().batches()).isPositive();
    assertThat(outcome.harm().deadLetters()).isGreaterThanOrEqualTo(outcome.harm().batches());
    assertThat(outcome.harm().answers()).isPositive();
    assertThat(outcome.harm().connections()).isPositive();
    assertThat(outcome.harm().damagedFiles()).isPositive();
    assertThat(outcome.killed().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(PLAN.kills());
  }
}
