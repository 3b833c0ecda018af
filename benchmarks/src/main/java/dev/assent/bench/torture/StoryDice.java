package dev.assent.bench.torture;

import java.util.Random;
import java.util.Set;

/// What is left to chance in one intent's story: nothing but the seed and its number decide.
///
/// @param ways how it is submitted: where there are two, at once and under one idempotency key, so
///   that it must become one intent
/// @param thinkingMillis before the person at the approval-service answers
/// @param otherMillis before the person at the gateway does
record StoryDice(Set<Way> ways, int thinkingMillis, int otherMillis, boolean approve) {
  private static final int THINKING_MILLIS_MAX = 5000;

  StoryDice {
    ways = Set.copyOf(ways);
  }

  static StoryDice of(long seed, int number) {
    Random random = new Random(seed * 1_000_003 + number);
    Set<Way> ways =
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> Set.of(Way.HTTP);
          case 4, 5, 6 -> Set.of(Way.KAFKA);
          default -> Set.of(Way.HTTP, Way.KAFKA);
        };
    int thinking = random.nextInt(THINKING_MILLIS_MAX);
    boolean approve = random.nextInt(5) > 0;
    // Half of the races are close.
    int other = random.nextBoolean() ? thinking : random.nextInt(THINKING_MILLIS_MAX);
    return new StoryDice(ways, thinking, other, approve);
  }
}
