package dev.assent.standalone.broker;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/// Sockets on the loopback address that are bound before the broker starts: a taken port is known
/// before anything is touched, and a free port (0) stays ours from the moment it is chosen.
public final class Loopback implements ServerSocketFactory, Closeable {
  public static final String HOST = "127.0.0.1";

  private static final InetAddress ADDRESS = InetAddress.ofLiteral(HOST);

  private final Map<Integer, ServerSocketChannel> bound = new ConcurrentHashMap<>();

  /// Binds a port; 0 chooses a free one.
  ///
  /// @return the port
  /// @throws PortTakenException when another program listens on it
  int bind(int port) {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        channel.bind(at(port));
        channel.configureBlocking(false);
      } catch (BindException e) {
        channel.close();
        throw new PortTakenException(port, e);
      }
      int actual = channel.socket().getLocalPort();
      bound.put(actual, channel);
      return actual;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBuffer) {
    ServerSocketChannel channel = bound.remove(address.getPort());
    if (channel == null) {
      throw new IllegalStateException(
          "expected a bound port for " + listener + ", but got " + address);
    }
    return channel;
  }

  /// Closes what nobody has taken over.
  @Override
  public void close() throws IOException {
    for (ServerSocketChannel channel : bound.values()) {
      channel.close();
    }
    bound.clear();
  }

  /// A port that was free a moment ago, for a server that can only be told a number.
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, ADDRESS)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws PortTakenException when another program listens on the port; 0 is always free
  public static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(at(port), 1);
    } catch (BindException e) {
      throw new PortTakenException(port, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static InetSocketAddress at(int port) {
    return new InetSocketAddress(ADDRESS, port);
  }
}
