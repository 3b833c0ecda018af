package dev.assent.bench.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// Opens connections to every HTTP port and never finishes its requests. Whoever listens there has
/// to close them.
final class HalfRequests implements Neighbours.Nuisance {
  private static final int PAUSE_MILLIS_MAX = 500;
  private static final int CONNECT_MILLIS = 2_000;

  /// At one port at a time: what a client can do without being noticed by the bounds of
  /// connections.
  private static final int HELD_MAX = 40;

  private static final List<String> HALVES =
      List.of(
          "",
          "P",
          "GET /health/readiness HTTP/1.1\r\nhost: loc",
          "POST /v1/intents HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n",
          "POST /v1/intents HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
              + "content-length: 1000\r\n\r\n{\"intent_type\":",
          "POST /subjects/a/versions HTTP/1.1\r\nhost: localhost\r\n"
              + "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"sc");

  private final List<URI> ports;
  private final Random random;
  private final Misdeeds misdeeds;
  private final Map<Socket, Held> held = new ConcurrentHashMap<>();

  private record Held(URI port, long sinceNanos) {}

  HalfRequests(List<URI> ports, long seed, Misdeeds misdeeds) {
    this.ports = List.copyOf(ports);
    this.random = new Random(seed ^ HALVES.hashCode());
    this.misdeeds = misdeeds;
  }

  @Override
  public void once() throws InterruptedException {
    Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
    URI port = ports.get(random.nextInt(ports.size()));
    String half = HALVES.get(random.nextInt(HALVES.size()));
    if (held.values().stream().filter(one -> one.port().equals(port)).count() < HELD_MAX) {
      hold(port, half);
    }
  }

  @SuppressWarnings("AddressSelection") // the one address at which the cluster listens
  private void hold(URI port, String half) {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(port.getHost(), port.getPort()), CONNECT_MILLIS);
      socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      close(socket); // nobody is there at the moment
      return;
    }
    held.put(socket, new Held(port, System.nanoTime()));
    misdeeds.held();
    Thread.ofVirtual().name("half-request").start(() -> awaitEnd(socket));
  }

  /// By an answer and the end of the stream, or by the end alone.
  private void awaitEnd(Socket socket) {
    try (InputStream in = socket.getInputStream()) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // ended
    }
    noteEnd(socket);
    close(socket);
  }

  private void noteEnd(Socket socket) {
    Held one = held.remove(socket);
    if (one != null) {
      misdeeds.ended(one.port(), Duration.ofNanos(System.nanoTime() - one.sinceNanos()));
    }
  }

  /// Lets go of what is still held.
  @Override
  public void stop() {
    held.keySet()
        .forEach(
            socket -> {
              noteEnd(socket);
              close(socket);
            });
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
