package dev.assent.platform.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Gives up a request that does not arrive as a whole in time, however steadily it trickles in and
/// whether or not it ever ends. Everything happens on the connection's own thread.
final class RequestDeadline {
  /// The name of the handler that sees requests and answers as messages.
  static final String PARTS = "assent-request-parts";

  private final Duration within;
  private @Nullable Future<?> deadline;

  /// Whether the last bytes that came ended a request.
  private boolean complete;

  private boolean answering;
  private int requests;
  private int answers;

  private RequestDeadline(Duration within) {
    this.within = within;
  }

  /// @param codec the name of the handler that decodes requests
  static void install(ChannelPipeline pipeline, String codec, Duration within) {
    RequestDeadline deadline = new RequestDeadline(within);
    pipeline.addAfter(codec, PARTS, deadline.new Parts());
    pipeline.addBefore(codec, "assent-request-bytes", deadline.new Bytes());
  }

  /// Sees what comes before it is decoded: heads may trickle in, too.
  private final class Bytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      complete = false;
      context.fireChannelRead(message);
      if (!complete && deadline == null) {
        deadline =
            context
                .executor()
                .schedule(() -> late(context), within.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      arrived();
      context.fireChannelInactive();
    }
  }

  /// Sees requests and answers as messages.
  private final class Parts extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof LastHttpContent) {
        requests++;
        arrived();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse response && response.status().code() >= 200) {
        answering = true;
      }
      if (message instanceof LastHttpContent && answering) {
        answering = false;
        answers++;
      }
      var _ = context.write(message, promise);
    }
  }

  private void arrived() {
    complete = true;
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  /// Nothing is said when an answer is under way or was given before the request had arrived: it
  /// would be taken for another request's.
  private void late(ChannelHandlerContext context) {
    deadline = null;
    ChannelHandlerContext parts = context.pipeline().context(Parts.class);
    if (answering || answers != requests || parts == null) {
      var _ = context.close();
    } else {
      var _ = parts.writeAndFlush(timeout()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private FullHttpResponse timeout() {
    return LastAnswer.of(
        Problem.of(
            408,
            "request_timeout",
            "expected the whole request within "
                + within.toMillis()
                + " ms, but it has not arrived"));
  }
}
