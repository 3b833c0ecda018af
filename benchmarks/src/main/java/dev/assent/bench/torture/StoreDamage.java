package dev.assent.bench.torture;

import dev.assent.bench.cluster.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/// Flips bits in the local stores of a process that is dead: in every second table, and now and
/// then in the other files of a store. Every second process that has stores writes them out before.
final class StoreDamage implements Killer.Damage {
  private static final int FLIPS_MAX = 3;
  private static final int OTHERS_ONE_IN = 8;

  private final Function<Child, Path> stateOf;
  private final Random random;
  private final Misdeeds misdeeds;
  private int victims;

  /// @param stateOf where a process keeps its stores; the folder need not exist
  StoreDamage(Function<Child, Path> stateOf, long seed, Misdeeds misdeeds) {
    this.stateOf = stateOf;
    this.random = new Random(~seed);
    this.misdeeds = misdeeds;
  }

  @Override
  public boolean wants(Child victim) {
    return Files.isDirectory(stateOf.apply(victim)) && victims++ % 2 == 0;
  }

  @Override
  public void to(Child dead) throws IOException {
    in(stateOf.apply(dead));
  }

  /// @param state need not exist
  void in(Path state) throws IOException {
    for (Path file : Files.isDirectory(state) ? files(state) : List.<Path>of()) {
      boolean table = file.toString().endsWith(".sst");
      if (random.nextInt(table ? 2 : OTHERS_ONE_IN) == 0 && flip(file)) {
        misdeeds.damaged(table);
      }
    }
  }

  /// The stores' own, in an order that does not depend on the disk.
  private static List<Path> files(Path state) throws IOException {
    try (Stream<Path> all = Files.walk(state)) {
      return all.filter(file -> file.toString().contains("rocksdb"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private boolean flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      return false;
    }
    for (int flips = 1 + random.nextInt(FLIPS_MAX); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    Files.write(file, bytes);
    return true;
  }
}
