package dev.assent.bench.torture;

import java.util.List;
import java.util.Random;

/// What is left to chance when an agent gets a step: nothing but the seed and the step's id decide.
///
/// @param lateMillis before it begins
/// @param acts its reports, in the order it makes them
/// @param atOnce all of them at the same time
record StepDice(int lateMillis, List<Act> acts, boolean atOnce) {
  private static final int LATE_MILLIS_MAX = 3000;

  StepDice {
    acts = List.copyOf(acts);
  }

  /// One report.
  ///
  /// @param suffix two reports with the same one are the same request
  record Act(String action, String suffix, Way way) {}

  static StepDice of(long seed, String step) {
    Random random = new Random(seed ^ step.hashCode());
    int late = random.nextInt(LATE_MILLIS_MAX);
    return switch (random.nextInt(7)) {
      case 0 -> // in order
          one(late, acknowledge(random), progress(random), complete(random, "c"));
      case 1 -> // out of order
          one(late, complete(random, "c"), progress(random), acknowledge(random));
      case 2 -> // twice at once, of which one must lose
          new StepDice(late, List.of(complete(random, "c"), complete(random, "d")), true);
      case 3 -> { // the same request twice
        Act complete = complete(random, "c");
        yield one(late, complete, complete);
      }
      case 4 -> one(late, new Act(random.nextBoolean() ? "complete" : "fail", "c", way(random)));
      default -> one(late, complete(random, "c"));
    };
  }

  private static StepDice one(int late, Act... acts) {
    return new StepDice(late, List.of(acts), false);
  }

  private static Act acknowledge(Random random) {
    return new Act("acknowledge", "a", way(random));
  }

  private static Act progress(Random random) {
    return new Act("progress", "p", way(random));
  }

  private static Act complete(Random random, String suffix) {
    return new Act("complete", suffix, way(random));
  }

  private static Way way(Random random) {
    return random.nextBoolean() ? Way.HTTP : Way.KAFKA;
  }
}
