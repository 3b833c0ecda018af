package dev.assent.bench.torture;

import dev.assent.bench.cluster.Child;
import dev.assent.bench.cluster.Cluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Kills a process of the cluster, the broker included, and starts it again.
final class Killer {
  private static final int BEFORE_MILLIS_MAX = 4000;
  private static final int DOWN_MILLIS_MAX = 2000;

  private final Cluster cluster;
  private final Random random;
  private final Consumer<String> tell;
  private final SortedMap<String, Integer> killed = new TreeMap<>();
  private final List<String> endedByThemselves = new ArrayList<>();

  /// @param tell what it does
  Killer(Cluster cluster, Random random, Consumer<String> tell) {
    this.cluster = cluster;
    this.random = random;
    this.tell = tell;
  }

  /// Once; returns when everything is ready again.
  void kill() throws IOException, InterruptedException {
    Thread.sleep(random.nextInt(BEFORE_MILLIS_MAX));
    Child victim = cluster.children().get(random.nextInt(cluster.children().size()));
    victim.kill();
    killed.merge(victim.name(), 1, Integer::sum);
    tell.accept("killed " + victim.name());
    Thread.sleep(random.nextInt(DOWN_MILLIS_MAX));
    victim.start();
    awaitAll();
  }

  /// A process that ended without being killed is noted, and started again.
  void awaitAll() throws IOException, InterruptedException {
    for (Child child : cluster.children()) {
      if (!child.isAlive()) {
        endedByThemselves.add(child.name());
        tell.accept(child.name() + " has ended by itself");
        child.start();
      }
      child.awaitReady();
    }
  }

  /// How often each was.
  SortedMap<String, Integer> killed() {
    return killed;
  }

  List<String> endedByThemselves() {
    return endedByThemselves;
  }
}
