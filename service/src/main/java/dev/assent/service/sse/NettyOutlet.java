package dev.assent.service.sse;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;

/// A connection of the server.
public final class NettyOutlet implements Outlet {
  /// What may wait for a client before it counts as one that does not take, in bytes. Thousands of
  /// them must not fill the memory.
  private static final WriteBufferWaterMark PENDING = new WriteBufferWaterMark(8_192, 16_384);

  private final Channel channel;

  public NettyOutlet(Channel channel) {
    this.channel = channel;
    channel.config().setWriteBufferWaterMark(PENDING);
  }

  @Override
  public boolean takes() {
    return channel.isWritable();
  }

  @Override
  public void run(Runnable step) {
    channel.eventLoop().execute(step);
  }

  @Override
  public Ending await(Runnable wake) {
    Writability handler = new Writability(wake);
    // First, as the server's own handler keeps such news to itself.
    channel.pipeline().addFirst(handler);
    return () -> handler.remove(channel);
  }

  private static final class Writability extends ChannelInboundHandlerAdapter {
    private final Runnable wake;

    private Writability(Runnable wake) {
      this.wake = wake;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      wake.run();
      context.fireChannelWritabilityChanged();
    }

    void remove(Channel channel) {
      if (channel.pipeline().context(this) != null) {
        channel.eventLoop().execute(() -> removeNow(channel));
      }
    }

    private void removeNow(Channel channel) {
      if (channel.pipeline().context(this) != null) {
        channel.pipeline().remove(this);
      }
    }
  }
}
