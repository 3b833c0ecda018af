package dev.assent.standalone.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
