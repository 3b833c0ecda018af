package dev.assent.wire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
  private static final int SERVICES = 8;

  @TempDir Path folder;

  @Test
  void servicesThatStartAtTheSameMomentShareOneFolderForTheirStores() throws Exception {
    for (int round = 0; round < 50; round++) {
      Path wanted = folder.resolve("round-" + round).resolve("state");
      CountDownLatch together = new CountDownLatch(SERVICES);
      try (ExecutorService threads = Executors.newFixedThreadPool(SERVICES)) {
        List<Future<Path>> made = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
          made.add(
              threads.submit(
                  () -> {
                    together.countDown();
                    together.await();
                    return connection(wanted).localStores();
                  }));
        }
        for (Future<Path> one : made) {
          assertThat(one.get()).isEqualTo(wanted).isDirectory();
        }
      }
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedWithItsSetting() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> connection(file.resolve("state")).localStores())
        .hasMessageContaining(file.resolve("state").toString())
        .hasMessageContaining("assent.state-dir");
  }

  private static Connection connection(Path stateDir) {
    return Connection.read(
        name ->
            name.equals("assent.state-dir") ? Optional.of(stateDir.toString()) : Optional.empty(),
        Map.of());
  }
}
