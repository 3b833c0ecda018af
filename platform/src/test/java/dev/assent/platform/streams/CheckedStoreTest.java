package dev.assent.platform.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.testing.fuzz.Hostile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store whose files were changed on the disk: every byte it answers with is one that was
/// written, or it says that it is damaged, or it is empty and says that it is to be filled again.
class CheckedStoreTest {
  private static final int ROWS = 3_000;
  private static final int FLIPS = 200;
  private static final TopicPartition CHANGELOG = new TopicPartition("changelog", 0);

  @TempDir Path folder;
  private final Map<Integer, Bytes> written = new TreeMap<>();

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(7);
    inStore(
        folder.resolve("whole"),
        store -> {
          for (int i = 0; i < ROWS; i++) {
            byte[] value = new byte[200];
            random.nextBytes(value);
            store.put(key(i), value);
            written.put(i, Bytes.wrap(value));
          }
          store.commit(Map.of(CHANGELOG, 41L));
          return true;
        });
  }

  @Test
  void whatIsWholeIsReadAsItWasWritten() throws IOException {
    assertThat(read(folder.resolve("whole"))).isEqualTo(Found.ALL);
  }

  @Test
  void aFlippedByteAnywhereIsNeverAnAnswer() throws IOException {
    long seed = Hostile.seeded().seed();
    Random random = new Random(seed);
    Map<Found, Integer> found = new HashMap<>();
    List<Path> files = files(folder.resolve("whole"));
    for (int i = 0; i < FLIPS; i++) {
      Path copy = folder.resolve("copy-" + i);
      Path file = files.get(i % files.size());
      copy(folder.resolve("whole"), copy);
      Path damaged = copy.resolve(folder.resolve("whole").relativize(file));
      long at = flip(damaged, random);
      found.merge(
          assertNothingElse(copy, "seed " + seed + ", " + file.getFileName() + " at " + at),
          1,
          Integer::sum);
    }
    assertThat(found).as("seed %d", seed).containsKeys(Found.DAMAGED);
  }

  @Test
  void aFileThatIsGoneOrCutShortIsNeverAnAnswer() throws IOException {
    for (Path file : files(folder.resolve("whole"))) {
      for (boolean gone : List.of(true, false)) {
        Path copy = folder.resolve((gone ? "gone-" : "cut-") + file.getFileName());
        copy(folder.resolve("whole"), copy);
        Path damaged = copy.resolve(folder.resolve("whole").relativize(file));
        if (gone) {
          Files.delete(damaged);
        } else {
          byte[] bytes = Files.readAllBytes(damaged);
          Files.write(damaged, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        }
        assertNothingElse(copy, file.getFileName() + (gone ? " is gone" : " is cut"));
      }
    }
  }

  private enum Found {
    ALL,
    DAMAGED,
    EMPTIED
  }

  private Found assertNothingElse(Path copy, String what) throws IOException {
    try {
      return read(copy);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  private Found read(Path at) throws IOException {
    return inStore(
        at,
        store -> {
          try {
            Map<Integer, Bytes> rows = new TreeMap<>();
            try (var all = store.all()) {
              all.forEachRemaining(
                  row -> rows.put(ByteBuffer.wrap(row.key.get()).getInt(), Bytes.wrap(row.value)));
            }
            if (rows.isEmpty() && Optional.ofNullable(store.committedOffset(CHANGELOG)).isEmpty()) {
              return Found.EMPTIED;
            }
            assertThat(rows.equals(written)).as("%d rows", rows.size()).isTrue();
            for (int i = 0; i < ROWS; i++) {
              assertThat(Bytes.wrap(store.get(key(i)))).isEqualTo(written.get(i));
            }
            return Found.ALL;
          } catch (DamagedStoreException e) {
            assertThat(e).hasMessageContaining("expected the store 'rows'");
            return Found.DAMAGED;
          }
        });
  }

  private interface Use<T> {
    T of(KeyValueStore<Bytes, byte[]> store);
  }

  private static <T> T inStore(Path at, Use<T> use) throws IOException {
    Files.createDirectories(at);
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.class.getName());
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(config, new TaskId(0, 0), at.toFile());
    KeyValueStore<Bytes, byte[]> store = CheckedStore.supplier("rows").get();
    store.init(context.getStateStoreContext(), store);
    try {
      return use.of(store);
    } finally {
      store.close();
    }
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toFile().length() > 0 && !file.endsWith("LOCK"))
          .filter(file -> !file.getFileName().toString().startsWith("LOG"))
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static long flip(Path file, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = random.nextInt(bytes.length);
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    return at;
  }

  private static Bytes key(int i) {
    return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
  }
}
