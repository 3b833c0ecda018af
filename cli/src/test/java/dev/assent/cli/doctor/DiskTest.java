package dev.assent.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DiskTest {
  private static final Path DATA = Path.of("data");

  @Test
  void aFullDiskFailsAndSaysWhatToDo() {
    Check check = Disk.check(DATA, 3 << 20);

    assertThat(check.level()).isEqualTo(Check.Level.FAIL);
    assertThat(check.found()).isEqualTo("of data is full: 3 MiB free");
    assertThat(check.advice()).startsWith("Make room, then start the node again");
  }

  @Test
  void oneThatIsNearlyFullWarnsAndOneWithRoomIsWell() {
    assertThat(Disk.check(DATA, 500L << 20).level()).isEqualTo(Check.Level.WARN);
    assertThat(Disk.check(DATA, 5L << 30).level()).isEqualTo(Check.Level.OK);
  }

  @Test
  void whereThereIsRoomNobodySaysThatItIsFull() {
    assertThat(Disk.full(Path.of("."))).isEmpty();
  }
}
