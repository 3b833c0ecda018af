package dev.assent.notifier.stream.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.value.Limits;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final UUID ANN = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  private final Lanes lanes = new Lanes();

  private static WaitingDelivery.Key key(int number, UUID subscription) {
    return new WaitingDelivery.Key(new UUID(7, number), subscription, 0);
  }

  private Optional<WaitingDelivery.Key> next() {
    return lanes.next(NOW);
  }

  private void fill(UUID subscription, int count) {
    IntStream.range(0, count).forEach(i -> lanes.add(key(i, subscription), NOW));
  }

  @Test
  void whatIsDueEarlierIsNextAndWhatIsNotDueWaits() {
    lanes.add(key(1, ANN), NOW.plusMillis(1));
    lanes.add(key(2, ANN), NOW);
    lanes.add(key(3, ANN), NOW.minusMillis(1));

    assertThat(next()).contains(key(3, ANN));
    assertThat(next()).contains(key(2, ANN));
    assertThat(next()).isEmpty();
    assertThat(lanes.next(NOW.plusMillis(1))).contains(key(1, ANN));
  }

  @Test
  void oneReceiverTakesSomanyAtATime() {
    fill(ANN, 20);

    IntStream.range(0, Lanes.UNDER_WAY_MAX).forEach(i -> assertThat(next()).isPresent());
    assertThat(next()).isEmpty();

    lanes.ended(ANN, true);
    assertThat(next()).isPresent();
    assertThat(next()).isEmpty();
  }

  @Test
  void aReceiverThatFailsIsAskedByOneAtATimeUntilItTakesOne() {
    fill(ANN, 20);
    assertThat(next()).isPresent();
    lanes.ended(ANN, false);

    assertThat(next()).isPresent();
    assertThat(next()).isEmpty();

    lanes.ended(ANN, true);
    IntStream.range(0, Lanes.UNDER_WAY_MAX).forEach(i -> assertThat(next()).isPresent());
  }

  @Test
  void aReceiverThatIsBusyHoldsUpNobody() {
    fill(ANN, 20);
    IntStream.range(0, Lanes.UNDER_WAY_MAX).forEach(i -> next());
    lanes.add(key(1, BOB), NOW);

    assertThat(next()).contains(key(1, BOB));
  }

  @Test
  void receiversTakeTurns() {
    fill(ANN, 2);
    fill(BOB, 2);

    assertThat(IntStream.range(0, 4).mapToObj(i -> next().orElseThrow().subscription()))
        .containsExactly(ANN, BOB, ANN, BOB);
  }

  @Test
  void thereIsRoomForSoManyNewOnes_andForThoseThatHadTheirRoom() {
    fill(ANN, Limits.WEBHOOK_WAITING_MAX);

    assertThat(lanes.add(key(-1, ANN), NOW)).isFalse();
    assertThat(lanes.add(key(-1, BOB), NOW)).isTrue();
    lanes.addAgain(key(-2, ANN), NOW.minusSeconds(1));
    assertThat(next()).contains(key(-2, ANN));
  }

  @Test
  void nothingIsKeptOfAReceiverThatHasNothingToCome() {
    fill(ANN, 1);
    next();
    assertThat(lanes.anyUnderWay()).isTrue();

    lanes.ended(ANN, true);

    assertThat(lanes.isEmpty()).isTrue();
    assertThat(lanes.anyUnderWay()).isFalse();
    assertThatThrownBy(() -> lanes.ended(ANN, true)).isInstanceOf(IllegalStateException.class);
  }
}
