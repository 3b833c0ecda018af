package dev.assent.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiceTest {
  private static final int MANY = 500;

  private static String step(int number) {
    return new UUID(7, number).toString();
  }

  @Test
  void aSeedRepeatsWhatEveryStoryAndEveryAgentDoes() {
    for (int i = 0; i < MANY; i++) {
      assertThat(StoryDice.of(42, i)).isEqualTo(StoryDice.of(42, i));
      assertThat(StepDice.of(42, step(i))).isEqualTo(StepDice.of(42, step(i)));
      assertThat(Poison.of(42, i)).isEqualTo(Poison.of(42, i));
    }
    assertThat(StoryDice.of(42, 1)).isNotEqualTo(StoryDice.of(43, 1));
    assertThat(StepDice.of(42, step(1))).isNotEqualTo(StepDice.of(43, step(1)));
  }

  @Test
  void everyPoisonComesUp_andEachBatchHasATimeOfItsOwn_longAgo() {
    List<Poison> poisons = IntStream.range(0, MANY).mapToObj(i -> Poison.of(1, i)).toList();

    assertThat(poisons.stream().map(Poison::kind).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Poison.Kind.values());
    assertThat(poisons.stream().map(Poison::codec).collect(Collectors.toSet())).hasSize(4);
    assertThat(poisons).extracting(Poison::time).doesNotHaveDuplicates();
    assertThat(poisons).allSatisfy(one -> assertThat(Math.abs(one.time())).isLessThan(10_000));
    assertThat(poisons)
        .as("dead letters that carry a megabyte")
        .filteredOn(one -> one.kind() == Poison.Kind.NEAR_LIMIT)
        .hasSizeLessThan(64);
  }

  @Test
  void everyWayAndEveryHabitComesUp() {
    Set<Set<Way>> ways =
        IntStream.range(0, MANY)
            .mapToObj(i -> StoryDice.of(1, i).ways())
            .collect(Collectors.toSet());
    Set<String> habits =
        IntStream.range(0, MANY)
            .mapToObj(i -> StepDice.of(1, step(i)))
            .map(
                dice ->
                    dice.atOnce()
                        + dice.acts().stream()
                            .map(act -> " " + act.action() + "-" + act.suffix())
                            .collect(Collectors.joining()))
            .collect(Collectors.toSet());
    Set<Way> ofReports =
        IntStream.range(0, MANY)
            .mapToObj(i -> StepDice.of(1, step(i)))
            .flatMap(dice -> dice.acts().stream())
            .map(StepDice.Act::way)
            .collect(Collectors.toSet());

    assertThat(ways)
        .containsExactlyInAnyOrder(
            Set.of(Way.HTTP), Set.of(Way.KAFKA), Set.of(Way.HTTP, Way.KAFKA));
    assertThat(habits)
        .containsExactlyInAnyOrder(
            "false complete-c",
            "false fail-c",
            "false complete-c complete-c",
            "false acknowledge-a progress-p complete-c",
            "false complete-c progress-p acknowledge-a",
            "true complete-c complete-d");
    assertThat(ofReports).containsExactlyInAnyOrder(Way.values());
  }
}
