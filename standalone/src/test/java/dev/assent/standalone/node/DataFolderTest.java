package dev.assent.standalone.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void aFolderBelongsToOneNodeAtATime() throws IOException {
    long here = ProcessHandle.current().pid();
    try (DataFolder held = DataFolder.lock(folder)) {
      assertThat(held.broker().getParent()).isEqualTo(folder.toRealPath());
      assertThat(DataFolder.holder(folder)).contains(here);
      assertThatThrownBy(() -> DataFolder.lock(folder))
          .isInstanceOf(DataFolder.InUseException.class)
          .hasMessageContaining("process " + here);
    }

    assertThat(DataFolder.holder(folder)).isEmpty();
    DataFolder.lock(folder).close();
  }

  @Test
  void whatAKilledNodeLeftHoldsNothing() throws IOException {
    Files.writeString(folder.resolve("lock"), "1");

    assertThat(DataFolder.holder(folder)).isEmpty();
    DataFolder.lock(folder).close();
  }

  @Test
  void aFolderThatIsNotThereHasNoNode() throws IOException {
    assertThat(DataFolder.holder(folder.resolve("none"))).isEmpty();
  }

  @Test
  void itIsItsOwnersAlone_andSoIsOneOfBefore() throws IOException {
    Path fresh = folder.resolve("fresh");
    DataFolder.lock(fresh).close();
    assertThat(permissions(fresh)).isEqualTo("rwx------");

    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path broker = Files.createDirectory(fresh.resolve("kafka"));
    Files.setPosixFilePermissions(broker, PosixFilePermissions.fromString("rwxr-xr-x"));
    DataFolder.lock(fresh).close();
    assertThat(permissions(fresh)).isEqualTo("rwx------");
    assertThat(permissions(broker)).isEqualTo("rwx------");
    assertThat(permissions(fresh.resolve("lock"))).isEqualTo("rw-------");
  }

  @Test
  void aFolderWithOtherThingsInItKeepsItsPermissions_andWhatTheNodePutsThereIsClosed()
      throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(folder.resolve("somebody-elses"));
    for (String part : new String[] {"kafka", "state"}) {
      Path made = Files.createDirectory(folder.resolve(part));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    DataFolder.lock(folder).close();

    assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
    assertThat(permissions(folder.resolve("kafka"))).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("state"))).isEqualTo("rwx------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
