package dev.assent.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Asked;
import dev.assent.contract.Result;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.value.Hash;
import dev.assent.platform.Samples;
import dev.assent.platform.bus.UnderWay.Entered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnderWayTest {
  private static final long NEVER = Long.MAX_VALUE;

  @Test
  void aCommandThatFindsNoRoomWasNeverThereToBeJoined() {
    UnderWay underWay = new UnderWay(1);
    underWay.enter(Samples.handOff(), NEVER);
    Asked dropped = Samples.handOff();

    assertThat(underWay.enter(dropped, NEVER)).isEqualTo(new Entered.Full(1));
    assertThat(underWay.enter(dropped, NEVER)).isEqualTo(new Entered.Full(1));
    assertThat(underWay.contains(dropped.commandId())).isFalse();
  }

  @Test
  void whoJoinsIsAnsweredWithTheFirst_alsoWhereThereIsNoMoreRoom() {
    UnderWay underWay = new UnderWay(1);
    Asked asked = keyed("a");
    underWay.enter(asked, NEVER);
    CompletableFuture<Result> joined = answer(underWay.enter(asked, NEVER));
    underWay.answer(asked.commandId(), Samples.accepted(asked, 1));

    assertThat(joined).isCompletedWithValue(Samples.accepted(asked, 1));
    assertThat(underWay.enter(keyed("b"), NEVER)).isInstanceOf(Entered.First.class);
  }

  @Test
  void aFailureMakesRoomAndIsToldToEverybody() {
    UnderWay underWay = new UnderWay(1);
    Asked asked = keyed("a");
    CompletableFuture<Result> first = answer(underWay.enter(asked, NEVER));
    CompletableFuture<Result> joined = answer(underWay.enter(asked, NEVER));
    underWay.fail(asked.commandId(), new IllegalStateException("too large"));
    underWay.fail(asked.commandId(), new IllegalStateException("once more"));

    await().untilAsserted(() -> assertThat(first).isCompletedExceptionally());
    await().untilAsserted(() -> assertThat(joined).isCompletedExceptionally());
    assertThat(underWay.enter(Samples.handOff(), NEVER)).isInstanceOf(Entered.First.class);
    assertThat(underWay.enter(Samples.handOff(), NEVER)).isInstanceOf(Entered.Full.class);
  }

  @Test
  void onlyThoseWhoseDeadlineHasPassedAreLate() {
    UnderWay underWay = new UnderWay(2);
    Asked late = Samples.handOff();
    underWay.enter(late, 10);
    underWay.enter(Samples.handOff(), 30);

    assertThat(underWay.late(20)).containsExactly(late.commandId());
  }

  /// Everybody who got a future gets an end of it, whatever the order.
  @Test
  void inARaceForTheLastPlaceNobodyIsLeftWaiting() throws Exception {
    int threads = 8;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < 300; round++) {
        UnderWay underWay = new UnderWay(1);
        Asked one = keyed("a");
        Asked other = keyed("b");
        CyclicBarrier begin = new CyclicBarrier(threads);
        List<Future<Entered>> entered = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          Asked mine = i % 2 == 0 ? one : other;
          entered.add(
              pool.submit(
                  () -> {
                    begin.await(30, TimeUnit.SECONDS);
                    return underWay.enter(mine, NEVER);
                  }));
        }
        List<CompletableFuture<Result>> answers = new ArrayList<>();
        for (Future<Entered> each : entered) {
          Entered found = each.get(30, TimeUnit.SECONDS);
          if (!(found instanceof Entered.Full)) {
            answers.add(answer(found));
          }
        }
        for (CommandId id : underWay.all()) {
          underWay.answer(id, Samples.accepted(one, 1));
        }
        assertThat(answers).isNotEmpty().allSatisfy(each -> assertThat(each).isCompleted());
      }
    }
  }

  private static Asked keyed(String body) {
    return Samples.handOff(
        Idempotency.newCommand(), Idempotency.newIntent(), Optional.of(Hash.of(body)));
  }

  private static CompletableFuture<Result> answer(Entered entered) {
    return switch (entered) {
      case Entered.First first -> first.answer();
      case Entered.Joined joined -> joined.answer();
      case Entered.Conflict _, Entered.Full _ ->
          throw new AssertionError("expected a future, but got " + entered);
    };
  }
}
