package dev.assent.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDamageTest {
  private static final int TABLES = 40;
  private static final int SIZE = 500;

  @TempDir Path folder;

  private final Misdeeds misdeeds = new Misdeeds();

  @Test
  void aFewBitsOfSomeTablesAreFlipped_theSameWithTheSameSeed() throws IOException {
    Map<String, Integer> first = flipped(store("first"), 7);
    int tables = misdeeds.damagedTables();
    Map<String, Integer> again = flipped(store("again"), 7);

    assertThat(first).isEqualTo(again).isNotEqualTo(flipped(store("other"), 8));
    assertThat(first.values()).isNotEmpty().allMatch(bits -> bits <= 3);
    assertThat(tables).isBetween(1, TABLES - 1);
    assertThat(first.keySet()).as("not a store's").doesNotContain("process-metadata");
  }

  @Test
  void whoHasNoStoresIsLeftAlone() throws IOException {
    new StoreDamage(_ -> folder, 7, misdeeds).in(folder.resolve("none"));
    assertThat(misdeeds.damagedFiles()).isZero();
  }

  private Path store(String name) throws IOException {
    Path state = folder.resolve(name);
    Path store = Files.createDirectories(state.resolve("global/rocksdb/views"));
    for (int i = 0; i < TABLES; i++) {
      Files.write(store.resolve("%06d.sst".formatted(i)), new byte[SIZE]);
    }
    Files.write(store.resolve("CURRENT"), new byte[SIZE]);
    Files.write(store.resolve("LOCK"), new byte[0]);
    Files.write(state.resolve("process-metadata"), new byte[SIZE]);
    return state;
  }

  /// How many bits of each file that is not as it was.
  private Map<String, Integer> flipped(Path state, long seed) throws IOException {
    new StoreDamage(_ -> state, seed, misdeeds).in(state);
    Map<String, Integer> flipped = new TreeMap<>();
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        int bits = 0;
        for (byte one : Files.readAllBytes(file)) {
          bits += Integer.bitCount(one & 0xff);
        }
        if (bits > 0) {
          flipped.put(file.getFileName().toString(), bits);
        }
      }
    }
    return flipped;
  }
}
