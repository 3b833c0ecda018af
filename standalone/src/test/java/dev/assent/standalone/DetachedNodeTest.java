package dev.assent.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.cli.base.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a node that did not become ready; a shell plays the node.
@DisabledOnOs(OS.WINDOWS)
class DetachedNodeTest {
  private static final DetachedNode.Patience SHORT =
      new DetachedNode.Patience(
          Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(500));

  @TempDir private Path folder;
  private final List<String> remarks = new ArrayList<>();

  private DetachedNode node() {
    return new DetachedNode(folder.resolve("data"), SHORT, remarks::add);
  }

  private static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }

  private static long children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
  }

  @Test
  void aNodeThatIsNotReadyInTimeIsEnded() {
    long before = children();

    assertThatThrownBy(() -> node().run(shell("exec sleep 600")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("was not ready within 2 s and was stopped");

    assertThat(children()).isEqualTo(before);
    assertThat(remarks.getFirst()).startsWith("Still starting after ");
  }

  @Test
  void aNodeThatDoesNotEndIsKilled() {
    long before = children();

    assertThatThrownBy(() -> node().run(shell("trap '' TERM; while :; do sleep 1; done")))
        .isInstanceOf(Failure.class);

    assertThat(children()).isEqualTo(before);
  }

  @Test
  void aNodeIsEndedWhenNobodyWaitsForItAnyMore() throws Exception {
    long before = children();
    Thread waiting =
        new Thread(
            () ->
                assertThatThrownBy(() -> node().run(shell("exec sleep 600")))
                    .isInstanceOf(InterruptedException.class));
    waiting.start();
    while (children() == before) {
      Thread.onSpinWait();
    }
    waiting.interrupt();
    waiting.join();

    assertThat(children()).isEqualTo(before);
  }

  @Test
  void whyItEndedIsTold() {
    assertThatThrownBy(() -> node().run(shell("echo 'assent: the port is taken'; exit 1")))
        .hasMessage("the port is taken");
  }
}
