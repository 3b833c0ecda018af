package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Command;
import dev.assent.contract.Command.Report.Kind;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.id.IntentId;
import dev.assent.lifecycle.domain.Decider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one record may do to the process, and what it may not (ADR 0030).
class StrikesTest {
  private static final Decider DECIDER = new Decider(Flow.NO_FORMS);

  @TempDir Path folder;

  private final IntentId intent = SeedPlan.intent(new Random(7));
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void aRecordThatWasKilledInItsMiddle_isNotCondemned_untilThreeProcessesInARowEndedUnderIt() {
    for (int death = 0; death < Strikes.DEATHS_MAX; death++) {
      Strikes.Mark mark = started();
      assertThat(mark.condemned(5)).as("after %d deaths", death).isFalse();
      mark.begin(4);
      mark.over();
      mark.begin(5); // and here the process ends
    }

    assertThat(started().condemned(5)).isTrue();
    assertThat(started().condemned(4)).isFalse();
    assertThat(started().condemned(6)).isFalse();
  }

  @Test
  void killsUnderOtherRecords_neverAddUp() {
    for (long offset = 0; offset < 20; offset++) {
      Strikes.Mark mark = started();
      assertThat(mark.condemned(offset)).isFalse();
      mark.begin(offset);
    }
    for (int kill = 0; kill < 20; kill++) {
      Strikes.Mark mark = started();
      mark.begin(30);
      mark.over();
      mark.begin(31 + kill % 2);
    }
    assertThat(started().condemned(31)).isFalse();
    assertThat(started().condemned(32)).isFalse();
  }

  @Test
  void whatWasGotPast_isForgotten() {
    for (int death = 0; death < Strikes.DEATHS_MAX - 1; death++) {
      started().begin(5);
    }
    Strikes.Mark mark = started();
    mark.begin(5);
    mark.over();
    mark.begin(6);
    mark.over();

    started().begin(5);

    assertThat(started().condemned(5)).isFalse();
  }

  @Test
  void aRecordThatAnErrorWasCaughtUnder_isCondemnedAtOnce_alsoAfterARestart() {
    started().struck(5);

    assertThat(started().condemned(5)).isTrue();
    assertThat(started().condemned(6)).isFalse();
  }

  @Test
  void aFolderThatCannotBeWritten_costsTheMemoryOnly() throws Exception {
    Path file = Files.createFile(folder.resolve("a-file"));

    Strikes.Mark mark = Strikes.in(file).of("commands", 0);
    mark.struck(5);

    assertThat(mark.condemned(5)).isTrue();
  }

  @Test
  void anErrorOfTheVirtualMachine_isThatRecordsDeadLetterRefusalAndAudit() {
    for (Supplier<Error> error :
        List.<Supplier<Error>>of(
            () -> new OutOfMemoryError("Java heap space"),
            StackOverflowError::new,
            () -> new AssertionError("a promise of a library"))) {
      try (Flow flow = waiting(new Flow(dyingOf(error), Strikes.inMemory()))) {
        Result answer = flow.ask(Flow.APPROVER, intent, Flow.decide("approved"));

        assertThat(((Result.Rejected) answer).rejection().code())
            .isEqualTo(Rejection.Code.INTERNAL);
        assertThat(flow.deadLetters()).hasSize(1);
        assertThat(flow.audit())
            .singleElement()
            .extracting(AuditRecord::refused)
            .satisfies(refused -> assertThat(refused).isPresent());
        assertThat(flow.ask(Flow.SERVICE, SeedPlan.intent(new Random(8)), SeedPlan.submit()))
            .as("the next one")
            .isInstanceOf(Result.Accepted.class);
      }
    }
  }

  @Test
  void memoryThatSomebodyElseUsedUp_isWaitedOutOnce() {
    Rules once =
        (state, asked) -> {
          if (asked.command() instanceof Command.Decide && runs.incrementAndGet() == 1) {
            throw new OutOfMemoryError("Java heap space");
          }
          return DECIDER.decide(state, asked);
        };
    try (Flow flow = waiting(new Flow(once, Strikes.inMemory()))) {
      assertThat(flow.ask(Flow.APPROVER, intent, Flow.decide("approved")))
          .isInstanceOf(Result.Accepted.class);
      assertThat(flow.deadLetters()).isEmpty();
    }
  }

  @Test
  void aRecordThisInstanceDiedOf_isADeadLetter_withoutRunningItAgain() {
    Strikes strikes = Strikes.in(folder);
    try (Flow flow = waiting(new Flow(dyingOf(StackOverflowError::new), strikes))) {
      strikes.of("assent.commands", 0).struck(2); // the third record: its burial came to nothing

      Result answer = flow.ask(Flow.APPROVER, intent, Flow.decide("approved"));

      assertThat(((Result.Rejected) answer).rejection().code()).isEqualTo(Rejection.Code.INTERNAL);
      assertThat(runs).as("runs").hasValue(0);
      assertThat(flow.deadLetters()).hasSize(1);
      assertThat(flow.audit()).hasSize(1);
    }
  }

  @Test
  void aProgramThatIsBroken_isNoRecordsFault() {
    Rules broken =
        dyingOf(() -> new NoClassDefFoundError("a jar was replaced under a running program"));
    try (Flow flow = waiting(new Flow(broken, Strikes.inMemory()))) {
      assertThatThrownBy(() -> flow.ask(Flow.APPROVER, intent, Flow.decide("approved")))
          .satisfiesAnyOf(
              thrown -> assertThat(thrown).isInstanceOf(LinkageError.class),
              thrown -> assertThat(thrown).isInstanceOf(StreamsException.class));
    }
  }

  private Strikes.Mark started() {
    return Strikes.in(folder).of("commands", 0);
  }

  private Rules dyingOf(Supplier<Error> error) {
    return (state, asked) -> {
      if (asked.command() instanceof Command.Decide) {
        runs.incrementAndGet();
        throw error.get();
      }
      return DECIDER.decide(state, asked);
    };
  }

  private Flow waiting(Flow flow) {
    flow.ask(Flow.SERVICE, intent, SeedPlan.submit());
    flow.ask(Flow.VALIDATOR, intent.step(1), Flow.report(Kind.COMPLETE));
    flow.skipOutput();
    return flow;
  }
}
