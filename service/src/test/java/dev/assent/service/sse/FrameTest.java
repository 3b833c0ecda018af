package dev.assent.service.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void anEventIsThreeLinesAndAnEmptyOne() {
    assertThat(Frame.event(OptionalLong.of(7), "intent.created", "{}"))
        .isEqualTo("id: 7\nevent: intent.created\ndata: {}\n\n");
    assertThat(Frame.event(OptionalLong.empty(), "intent.delivered", "{}"))
        .isEqualTo("event: intent.delivered\ndata: {}\n\n");
  }

  @Test
  void aTimeoutNamesTheLastSeqThatWasSent() {
    assertThat(Frame.timeout(3))
        .isEqualTo("event: stream.timeout\ndata: {\"ok\":true,\"next_seq\":3}\n\n");
  }

  @Test
  void whatEndsALineForSomeClientIsEscaped() {
    assertThat(Frame.ascii("{\"a\":\"x\u2028\u2029\u0085\u000b\u007fü\uD83D\uDE00\"}"))
        .isEqualTo("{\"a\":\"x\\u2028\\u2029\\u0085\\u000b\\u007f\\u00fc\\ud83d\\ude00\"}");
    assertThat(Frame.ascii("{\"a\":1}")).isEqualTo("{\"a\":1}");
  }
}
