package dev.assent.notifier.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.value.Hash;
import dev.assent.notifier.plan.Message;
import dev.assent.notifier.plan.Recipient;
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
                  List.of(new Recipient.Role("a"), new Recipient.Person("b")),
                  "approved",
                  true,
                  false,
                  Instant.parse("2026-03-01T10:00:00.123456Z"),
                  Optional.of(Instant.parse("2026-03-01T11:00:00Z")),
                  Optional.of(new Message.Content(2, Hash.of("shown"))))),
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

  @Test
  void aRowOfTheReleaseBeforeIsReadWithoutWhatItDidNotKeep() {
    String before =
        """
        {"intentType":"intent.x.v1","from":"ci","remindersMax":{"approval":3},"open":{\
        "step":"approval","type":"approval","title":"Ship it?",\
        "asked":["role:a","person:b","approvers of acme/prod"],"yes":"approved","comment":true,\
        "more":false,"openedAt":"2026-03-01T10:00:00.123456Z","dueAt":"2026-03-01T11:00:00Z"},\
        "lastSeq":17}\
        """;

    TaskContext read = ContextCodec.decode(before.getBytes(StandardCharsets.UTF_8));

    TaskContext.Question open = read.open().orElseThrow();
    assertThat(open.content()).isEmpty();
    assertThat(open.asked())
        .containsExactly(
            new Recipient.Role("a"),
            new Recipient.Person("b"),
            new Recipient.Approvers("acme/prod"));
    assertThat(read.lastSeq()).isEqualTo(17);
  }
}
