package dev.assent.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestDeadlineTest {
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final String CODEC = "codec";
  private static final String HEAD = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void build() {
    channel.freezeTime();
    channel.pipeline().addLast(CODEC, new HttpServerCodec());
    new HttpGuard(WITHIN, 1).connected(channel.pipeline(), CODEC);
  }

  private void arrives(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private void passes(long seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  private void answers() {
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
    channel.writeOutbound(answer);
  }

  private String said() {
    StringBuilder all = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.append(part.toString(StandardCharsets.US_ASCII));
      part.release();
    }
    return all.toString();
  }

  @Test
  void aRequestThatIsThereInTimeIsLeftAlone() {
    arrives(HEAD);
    passes(29);
    arrives("abc");
    passes(3_600);

    assertThat(channel.isOpen()).isTrue();
    assertThat(said()).isEmpty();
  }

  @Test
  void aBodyThatTricklesIsAnswered408AndTheConnectionClosed() {
    arrives(HEAD);
    passes(20);
    arrives("a");
    passes(10);

    assertThat(said())
        .startsWith("HTTP/1.1 408 ")
        .contains("connection: close", "\"code\":\"request_timeout\"", "within 30000 ms");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aHeadThatTricklesIsNoDifferent() {
    arrives("POST / HT");
    passes(20);
    arrives("TP/1.1\r\nhost: x\r\n");
    passes(10);

    assertThat(said()).startsWith("HTTP/1.1 408 ");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aConnectionOnWhichNoRequestBeginsIsNotOurs() {
    passes(3_600);
    arrives(HEAD + "abc");
    answers();
    passes(3_600);

    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void theSecondRequestOfAConnectionHasItsOwnTime() {
    arrives(HEAD + "abc");
    answers();
    passes(29);
    arrives(HEAD);
    passes(29);
    assertThat(channel.isOpen()).isTrue();
    said();

    passes(1);

    assertThat(said()).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void whatWasAnsweredAlreadyIsOnlyClosed() {
    arrives(HEAD);
    answers();
    said();
    passes(30);

    assertThat(said()).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anAnswerUnderWayIsNotMixedWithAnother() {
    arrives(HEAD + "abc");
    channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    said();
    arrives("GET /sec");
    passes(30);

    assertThat(said()).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }
}
