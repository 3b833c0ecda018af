package dev.assent.notifier.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.notifier.plan.TaskContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContextCodecTest {
  private static final TaskContext CONTEXT =
      new TaskContext(
          "intent.x.v1",
          "ci",
          Map.of("approval", 3, "review", 0),
          Optional.of(
              new TaskContext.Question(
                  "approval",
                  "approval",
                  "Ship it?",
                  List.of("role:a", "person:b"),
                  "approved",
                  true,
                  false,
                  Instant.parse("2026-03-01T10:00:00.123456Z"),
                  Optional.of(Instant.parse("2026-03-01T11:00:00Z")))),
          17);

  @Test
  void aContextIsReadBackAsItWasWritten() {
    TaskContext closed =
        new TaskContext("intent.x.v1", "ci", Map.of("approval", 3), Optional.empty(), 2);

    assertThat(ContextCodec.decode(ContextCodec.encode(CONTEXT))).isEqualTo(CONTEXT);
    assertThat(ContextCodec.decode(ContextCodec.encode(closed))).isEqualTo(closed);
  }

  @Test
  void aFieldOfALaterReleaseIsIgnored() {
    String later =
        new String(ContextCodec.encode(CONTEXT), StandardCharsets.UTF_8)
            .replaceFirst("\\{", "{\"later\":1,");

    assertThat(ContextCodec.decode(later.getBytes(StandardCharsets.UTF_8))).isEqualTo(CONTEXT);
  }
}
