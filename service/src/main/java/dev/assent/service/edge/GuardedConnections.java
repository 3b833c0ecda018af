package dev.assent.service.edge;

import dev.assent.platform.http.HttpGuard;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Puts the [HttpGuard] where the server builds its connections.
@Singleton
final class GuardedConnections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final HttpGuard guard;

  GuardedConnections(HttpGuard guard) {
    this.guard = guard;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new OnChannel(guard, Optional.empty()));
    return event.getBean();
  }

  /// @param connection the one that is being built; empty before there is one
  private record OnChannel(HttpGuard guard, Optional<Channel> connection)
      implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      if (role == ChannelRole.LISTENER) {
        guard.listening(channel);
        return this;
      }
      return new OnChannel(guard, Optional.of(channel));
    }

    @Override
    public void onInitialPipelineBuilt() {
      connection.ifPresent(
          channel ->
              guard.connected(
                  channel.pipeline(), ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC));
    }
  }
}
