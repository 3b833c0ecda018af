package dev.assent.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleChannelTest extends ChannelContract {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Channel channel = new ConsoleChannel(printer(bytes), ZoneOffset.UTC);

  @Override
  protected Channel channel() {
    return channel;
  }

  @Override
  protected Channel brokenChannel() {
    OutputStream closed = OutputStream.nullOutputStream();
    PrintStream printer = printer(closed);
    printer.close();
    return new ConsoleChannel(printer, ZoneOffset.UTC);
  }

  @Override
  protected List<String> arrived() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void controlCharactersOfATextNeverReachTheTerminal() {
    channel.send(delivery(1, "a\u001b[31mb\u202ec\td\ne"));

    assertThat(arrived())
        .containsExactly(
            "[message to role:sre_oncall] a<U+001B>[31mb<U+202E>c d e (intent 12345678…)");
  }

  @Test
  void aLongTextIsCut() {
    channel.send(delivery(1, "x".repeat(100_000)));

    assertThat(arrived().getFirst()).hasSize(2_000).endsWith("x…");
  }

  private static PrintStream printer(OutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }
}
