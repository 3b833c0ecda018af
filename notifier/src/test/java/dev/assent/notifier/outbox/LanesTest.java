package dev.assent.notifier.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final UUID ANN = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  private final Breakers breakers =
      new Breakers(new Retries(9, Duration.ofSeconds(10), Duration.ofSeconds(40)));
  private Lanes lanes = new Lanes(new Lanes.Rules(8, false, 1, 100), breakers);

  private static Bytes key(int number) {
    return Bytes.wrap(ByteBuffer.allocate(4).putInt(number).array());
  }

  private Optional<List<Bytes>> next() {
    return lanes.next(NOW).map(Lanes.Turn::keys);
  }

  private void fill(UUID target, int count) {
    IntStream.range(0, count).forEach(i -> lanes.add(key(i), target, NOW));
  }

  @Test
  void whatIsDueEarlierIsNextAndWhatIsNotDueWaits() {
    lanes.add(key(1), ANN, NOW.plusMillis(1));
    lanes.add(key(2), ANN, NOW);
    lanes.add(key(3), ANN, NOW.minusMillis(1));

    assertThat(next()).contains(List.of(key(3)));
    assertThat(next()).contains(List.of(key(2)));
    assertThat(next()).isEmpty();
    assertThat(lanes.next(NOW.plusMillis(1)).orElseThrow().keys()).containsExactly(key(1));
  }

  @Test
  void aLaneInOrderGivesWhatItHasAtOnce_andNothingWhileThatIsUnderWay() {
    lanes = new Lanes(Lanes.Rules.IN_ORDER, breakers);
    lanes.add(key(2), ANN, NOW);
    lanes.add(key(1), ANN, NOW);
    assertThat(next()).contains(List.of(key(1), key(2)));
    lanes.add(key(3), ANN, NOW);

    assertThat(next()).isEmpty();
    lanes.ended(ANN);
    assertThat(next()).contains(List.of(key(3)));
  }

  @Test
  void inALaneInOrderWhatIsToBeRepeatedHoldsBackWhatIsBehindIt() {
    lanes = new Lanes(Lanes.Rules.IN_ORDER, breakers);
    lanes.addAgain(key(1), ANN, NOW.plusSeconds(1));
    lanes.add(key(2), ANN, NOW);

    assertThat(next()).isEmpty();
    assertThat(lanes.next(NOW.plusSeconds(1)).orElseThrow().keys()).containsExactly(key(1), key(2));
  }

  @Test
  void oneTargetTakesSoManyAtATime() {
    fill(ANN, 20);

    IntStream.range(0, 8).forEach(i -> assertThat(next()).isPresent());
    assertThat(next()).isEmpty();

    lanes.ended(ANN);
    assertThat(next()).isPresent();
    assertThat(next()).isEmpty();
  }

  @Test
  void aTargetThatFailsIsAskedByOneAtATimeUntilItTakesOne() {
    fill(ANN, 20);
    breakers.ended(ANN, false, NOW);

    assertThat(next()).isPresent();
    assertThat(next()).isEmpty();

    breakers.ended(ANN, true, NOW);
    IntStream.range(1, 8).forEach(i -> assertThat(next()).isPresent());
  }

  @Test
  void aTargetWhoseBreakerIsOpenIsNotAsked_andHoldsUpNobody() {
    fill(ANN, 2);
    fill(BOB, 1);
    IntStream.range(0, 9).forEach(_ -> breakers.ended(ANN, false, NOW));

    assertThat(lanes.next(NOW).orElseThrow().target()).isEqualTo(BOB);
    assertThat(next()).isEmpty();
  }

  @Test
  void targetsTakeTurns() {
    fill(ANN, 2);
    fill(BOB, 2);

    assertThat(IntStream.range(0, 4).mapToObj(i -> lanes.next(NOW).orElseThrow().target()))
        .containsExactly(ANN, BOB, ANN, BOB);
  }

  @Test
  void thereIsRoomForSoManyNewOnes_andForThoseThatHadTheirRoom() {
    fill(ANN, 100);

    assertThat(lanes.add(key(101), ANN, NOW)).isFalse();
    assertThat(lanes.add(key(101), BOB, NOW)).isTrue();
    lanes.addAgain(key(102), ANN, NOW.minusSeconds(1));
    assertThat(next()).contains(List.of(key(102)));
  }

  @Test
  void nothingIsKeptOfATargetThatHasNothingToCome() {
    fill(ANN, 1);
    next();
    assertThat(lanes.anyUnderWay()).isTrue();

    lanes.ended(ANN);

    assertThat(lanes.isEmpty()).isTrue();
    assertThat(lanes.anyUnderWay()).isFalse();
    assertThatThrownBy(() -> lanes.ended(ANN)).isInstanceOf(IllegalStateException.class);
  }
}
