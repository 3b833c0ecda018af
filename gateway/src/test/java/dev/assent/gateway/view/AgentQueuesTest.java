package dev.assent.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.platform.views.Wakeups;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgentQueuesTest {
  private static final AgentQueues.Key KEY = new AgentQueues.Key(Batches.WORKSPACE, Batches.AGENT);

  private final AgentQueues queues = at("2026-01-01T00:00:00Z", 1);

  private static AgentQueues at(String time, int mark) {
    return new AgentQueues(Clock.fixed(Instant.parse(time), ZoneOffset.UTC), mark);
  }

  private static IntentView.Delivery delivery(int number) {
    return new IntentView.Delivery(Batches.id(number), 1, Batches.AGENT);
  }

  @Test
  void arrivalsAreNumberedUpwardsAndReadAfterACursor() {
    queues.add(Batches.WORKSPACE, delivery(1));
    queues.add(Batches.WORKSPACE, delivery(2));
    queues.add(Batches.WORKSPACE, delivery(3));

    List<AgentQueues.Arrival> all = queues.after(KEY, 0, 10);
    assertThat(all).extracting(AgentQueues.Arrival::seq).isSorted().doesNotHaveDuplicates();
    assertThat(queues.after(KEY, all.get(0).seq(), 1)).containsExactly(all.get(1));
    assertThat(queues.after(KEY, all.get(2).seq(), 10)).isEmpty();
  }

  @Test
  void anAnsweredDeliveryIsNotGivenAgain() {
    queues.add(Batches.WORKSPACE, delivery(1));
    queues.add(Batches.WORKSPACE, delivery(2));
    queues.remove(Batches.WORKSPACE, delivery(1));

    assertThat(queues.after(KEY, 0, 10))
        .extracting(AgentQueues.Arrival::delivery)
        .containsExactly(delivery(2));
  }

  @Test
  void aCursorFromBeyondTheEndIsBroughtBack() {
    queues.add(Batches.WORKSPACE, delivery(1));
    long last = queues.after(KEY, 0, 10).getFirst().seq();

    assertThat(queues.cursor(last)).isEqualTo(last);
    assertThat(queues.cursor(last + 1)).as("the CLI adds one").isEqualTo(last);
    assertThat(queues.cursor(last + 6_400)).as("beyond the last number given out").isZero();
    assertThat(queues.cursor(0)).isZero();
  }

  @Test
  void anAgentThatComesFromAnotherGatewayMissesNothing() {
    AgentQueues first = at("2026-01-01T00:00:05Z", 1);
    first.add(Batches.WORKSPACE, delivery(1)); // the second gateway has yet to read it
    AgentQueues second = at("2026-01-01T00:00:06Z", 2);
    second.add(Batches.WORKSPACE, delivery(2));
    long seenAtTheSecond = second.after(KEY, 0, 10).getFirst().seq();
    first.add(Batches.WORKSPACE, delivery(2));

    assertThat(first.after(KEY, first.cursor(seenAtTheSecond), 10))
        .extracting(AgentQueues.Arrival::delivery)
        .contains(delivery(1));
  }

  @Test
  void numbersAreExactInEveryLanguage() {
    AgentQueues late = at("2100-01-01T00:00:00Z", 63);
    late.add(Batches.WORKSPACE, delivery(1));

    assertThat(late.after(KEY, 0, 10).getFirst().seq()).isLessThan(1L << 53);
  }

  @Test
  void afterARestartNumbersGoOnUpwards() {
    queues.add(Batches.WORKSPACE, delivery(1));
    long before = queues.after(KEY, 0, 10).getFirst().seq();
    AgentQueues restarted = at("2026-01-01T00:00:01Z", 2);
    restarted.add(Batches.WORKSPACE, delivery(1));

    assertThat(restarted.after(KEY, before, 10)).hasSize(1);
  }

  @Test
  void whoWaitsIsWoken() {
    AtomicInteger woken = new AtomicInteger();
    Wakeups.Registration registration = queues.arrivals().await(KEY, woken::incrementAndGet);
    queues.add(Batches.WORKSPACE, delivery(1));
    registration.end();
    registration.end();
    queues.add(Batches.WORKSPACE, delivery(2));

    assertThat(woken).hasValue(1);
    assertThat(queues.arrivals().count()).isZero();
  }
}
