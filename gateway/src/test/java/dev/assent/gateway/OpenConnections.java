package dev.assent.gateway;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The server's side of a gateway's connections, for tests that look at what it holds for them.
@Singleton
@Requires(property = "assent.test.node", value = "memory")
final class OpenConnections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event
        .getBean()
        .register(
            new NettyServerCustomizer() {
              @Override
              public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
                if (role == ChannelRole.CONNECTION) {
                  open.add(channel);
                  channel.closeFuture().addListener(_ -> open.remove(channel));
                }
                return this;
              }
            });
    return event.getBean();
  }

  int count() {
    return open.size();
  }

  /// Connections whose client does not take what was written.
  long stuck() {
    return open.stream().filter(channel -> !channel.isWritable()).count();
  }

  /// What waits in memory for the connection whose client is furthest behind.
  long bytesPendingMax() {
    return open.stream().mapToLong(OpenConnections::bytesPending).max().orElse(0);
  }

  private static long bytesPending(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }
}
