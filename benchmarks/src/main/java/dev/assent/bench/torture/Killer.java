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

  /// What befalls the files of a process that is dead.
  interface Damage {
    Damage NONE =
        new Damage() {
          @Override
          public boolean wants(Child victim) {
            return false;
          }

          @Override
          public void to(Child dead) {
            // left as it is
          }
        };

    /// Whether this victim is to end by itself, with all that it holds in memory written out: a
    /// killed one leaves hardly a table behind.
    boolean wants(Child victim);

    void to(Child dead) throws IOException;
  }

  private final Cluster cluster;
  private final Random random;
  private final Damage damage;
  private final Consumer<String> tell;
  private final SortedMap<String, Integer> killed = new TreeMap<>();
  private final List<String> endedByThemselves = new ArrayList<>();

  /// @param damage to a process's files before it starts again
  /// @param tell what it does
  Killer(Cluster cluster, Random random, Damage damage, Consumer<String> tell) {
    this.cluster = cluster;
    this.damage = damage;
    this.random = random;
    this.tell = tell;
  }

  /// Once; returns when everything is ready again.
  void kill() throws IOException, InterruptedException {
    Thread.sleep(random.nextInt(BEFORE_MILLIS_MAX));
    Child victim = cluster.children().get(random.nextInt(cluster.children().size()));
    boolean writtenOut = damage.wants(victim);
    if (writtenOut) {
      victim.end();
    } else {
      victim.kill();
    }
    killed.merge(victim.name(), 1, Integer::sum);
    tell.accept((writtenOut ? "ended " : "killed ") + victim.name());
    Thread.sleep(random.nextInt(DOWN_MILLIS_MAX));
    damage.to(victim);
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
