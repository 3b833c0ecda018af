package dev.assent.platform.http;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.assent.contract.value.Limits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// The bounds of a door's connections and of the time that a request takes to arrive; and what of a
/// request's head nobody here can serve.
///
/// @param requestWithin from a request's first byte to its last: later it is answered 408, and its
///   connection is closed
/// @param connectionsMax further ones are closed as soon as they are made. What a process cannot
///   open files for any more hurts everything in it, so this stays well below what it may open
public record HttpGuard(Duration requestWithin, int connectionsMax) {
  private static final long FILES_UNKNOWN = 4_096;
  private static final int OPERATORS_CONNECTIONS_MAX = 64;

  /// Of a port where only operators and their probes ask.
  public static final HttpGuard OF_OPERATORS =
      new HttpGuard(Limits.REQUEST_WITHIN, OPERATORS_CONNECTIONS_MAX);

  public HttpGuard {
    if (requestWithin.isNegative() || requestWithin.isZero() || connectionsMax < 1) {
      throw new IllegalArgumentException(
          "expected a time and a number of connections above 0, but got "
              + requestWithin
              + " and "
              + connectionsMax);
    }
  }

  /// A part of the files that this process may have open, sockets among them.
  ///
  /// @param eighths how large a part
  /// @param most never more than that
  public static int partOfFiles(int eighths, int most) {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : FILES_UNKNOWN;
    return Math.toIntExact(Math.clamp(files / 8 * eighths, 1, most));
  }

  /// For the channel that takes connections.
  public void listening(Channel server) {
    server.pipeline().addFirst("assent-connections", new ConnectionLimit(connectionsMax));
  }

  /// For a connection, once it can decode requests.
  ///
  /// @param codec the name of the handler that does
  public void connected(ChannelPipeline pipeline, String codec) {
    RequestDeadline.install(pipeline, codec, requestWithin);
    pipeline.addAfter(RequestDeadline.PARTS, "assent-request-heads", new RequestHeads());
  }
}
