package dev.assent.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes connections that are too many, before anything is made for them.
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionLimit.class);
  private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  private final int max;
  private final AtomicInteger open = new AtomicInteger();
  private long toldAt = System.nanoTime() - TOLD_EVERY.toNanos();

  ConnectionLimit(int max) {
    this.max = max;
  }

  /// @param message a connection that was made
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel connection = (Channel) message;
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      connection.unsafe().closeForcibly();
      tell();
      return;
    }
    connection.closeFuture().addListener(_ -> open.decrementAndGet());
    context.fireChannelRead(connection);
  }

  private void tell() {
    long now = System.nanoTime();
    if (now - toldAt >= TOLD_EVERY.toNanos()) {
      toldAt = now;
      LOGGER.atWarn().addKeyValue("connectionsMax", max).log("Too many connections; closing some");
    }
  }
}
