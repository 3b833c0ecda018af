package dev.assent.deploy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// As many event streams as asked for, all of them read by one thread.
final class ManyStreams implements Closeable {
  /// Connections that are made and not yet answered: more would overflow a server's backlog.
  private static final int OPENING_MAX = 200;

  private static final String OPEN = ": open\n\n";

  private final Selector selector;
  private final InetSocketAddress door;
  private final List<One> all = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
  private final Thread thread =
      Thread.ofPlatform().name("many-streams").daemon().unstarted(this::run);
  private volatile boolean closed;

  /// One stream and what has come on it.
  private static final class One {
    private final String request;
    private final StringBuilder received = new StringBuilder();
    private volatile boolean open;
    private volatile boolean ended;

    private One(String request) {
      this.request = request;
    }

    private synchronized void add(String text) {
      received.append(text);
      open = open || received.indexOf(OPEN) >= 0;
    }

    private synchronized boolean has(String text) {
      return received.indexOf(text) >= 0;
    }
  }

  private ManyStreams(URI door, int count, String path, IntFunction<String> key)
      throws IOException {
    this.selector = Selector.open();
    this.door = new InetSocketAddress(door.getHost(), door.getPort());
    for (int i = 0; i < count; i++) {
      all.add(
          new One(
              "GET " + path + " HTTP/1.1\r\nhost: x\r\nx-api-key: " + key.apply(i) + "\r\n\r\n"));
    }
  }

  /// @param key of each stream, by its number
  static ManyStreams open(URI door, int count, String path, IntFunction<String> key)
      throws IOException {
    ManyStreams streams = new ManyStreams(door, count, path, key);
    streams.thread.start();
    return streams;
  }

  /// Streams whose answer has begun.
  long open() {
    return all.stream().filter(one -> one.open).count();
  }

  /// Streams on which this has come.
  long with(String text) {
    return all.stream().filter(one -> one.has(text)).count();
  }

  /// Streams whose connection is gone.
  long ended() {
    return all.stream().filter(one -> one.ended).count();
  }

  private void run() {
    int begun = 0;
    try {
      while (!closed) {
        while (begun < all.size() && begun - open() - ended() < OPENING_MAX) {
          connect(all.get(begun++));
        }
        selector.select(key -> step(key, (One) key.attachment()), 20);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect(One one) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, one);
    channel.connect(door);
  }

  private void step(SelectionKey key, One one) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        channel.write(ByteBuffer.wrap(one.request.getBytes(StandardCharsets.US_ASCII)));
        key.interestOps(SelectionKey.OP_READ);
      } else if (key.isReadable()) {
        buffer.clear();
        if (channel.read(buffer) < 0) {
          throw new IOException("the server has ended it");
        }
        buffer.flip();
        one.add(StandardCharsets.US_ASCII.decode(buffer).toString());
      }
    } catch (IOException _) {
      one.ended = true;
      key.cancel();
      closeQuietly(channel);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // of no use any more either way
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    selector.keys().forEach(key -> closeQuietly((SocketChannel) key.channel()));
    selector.close();
  }
}
