package dev.assent.bench.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/// One door, seen with one key. Blocking, for virtual threads; as many connections as requests are
/// under way, each kept and used again. Plain HTTP only.
public final class LeanHttp implements Closeable {
  /// A door gives up waiting for its result, and ends a silent stream, well before this.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(70);

  /// The doors close a connection on which nothing has moved for 90 s.
  private static final Duration KEPT_MAX = Duration.ofSeconds(60);

  private final InetSocketAddress address;
  private final String common;
  private final Duration keptMax;
  private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();

  /// @throws IllegalArgumentException when it is not an `http` URL
  public LeanHttp(URI door, String key) {
    this(door, key, KEPT_MAX);
  }

  LeanHttp(URI door, String key, Duration keptMax) {
    if (!"http".equals(door.getScheme()) || door.getHost() == null) {
      throw new IllegalArgumentException("expected an http:// URL of a door, but got " + door);
    }
    this.keptMax = keptMax;
    int port = door.getPort() < 0 ? 80 : door.getPort();
    this.address = new InetSocketAddress(door.getHost(), port);
    this.common = " HTTP/1.1\r\nhost: " + door.getHost() + "\r\nx-api-key: " + key + "\r\n";
  }

  public Answer get(String path) throws IOException {
    return exchange(request("GET", path, ""), true);
  }

  /// For what does not know idempotency keys or is not to use one; sent once.
  public Answer post(String path, String body) throws IOException {
    return exchange(post(path, body, Optional.empty()), false);
  }

  public Answer post(String path, String body, String idempotencyKey) throws IOException {
    return exchange(post(path, body, Optional.of(idempotencyKey)), true);
  }

  /// The caller closes it.
  public EventStream stream(String path) throws IOException {
    Wire wire = connection();
    byte[] request = request("GET", path, "accept: text/event-stream\r\n");
    try {
      wire.send(request);
    } catch (IOException _) {
      wire.close(); // the door has ended
      wire = fresh();
      wire.send(request);
    }
    return new EventStream(this, wire);
  }

  private Answer exchange(byte[] request, boolean repeatable) throws IOException {
    Wire wire = connection();
    try {
      return exchange(wire, request);
    } catch (IOException e) {
      wire.close();
      if (!repeatable || wire.answered()) {
        throw e;
      }
    }
    Wire fresh = fresh();
    try {
      return exchange(fresh, request);
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
  }

  private Answer exchange(Wire wire, byte[] request) throws IOException {
    wire.send(request);
    Wire.Head head = wire.head();
    Answer answer = new Answer(head.status(), wire.body(head));
    if (head.close()) {
      wire.close();
    } else {
      release(wire);
    }
    return answer;
  }

  private byte[] post(String path, String body, Optional<String> idempotencyKey) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String fields =
        "content-type: application/json\r\ncontent-length: "
            + content.length
            + "\r\n"
            + idempotencyKey.map(key -> "idempotency-key: " + key + "\r\n").orElse("");
    byte[] head = request("POST", path, fields);
    byte[] all = new byte[head.length + content.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return all;
  }

  private byte[] request(String method, String path, String fields) {
    return (method + " " + path + common + fields + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private Wire connection() throws IOException {
    for (Wire kept = idle.poll(); kept != null; kept = idle.poll()) {
      if (!kept.silentFor(keptMax)) {
        return kept;
      }
      kept.close();
    }
    return fresh();
  }

  private Wire fresh() throws IOException {
    return new Wire(address, SILENCE_MAX);
  }

  void release(Wire wire) {
    idle.push(wire);
  }

  @Override
  public void close() {
    for (Wire wire = idle.poll(); wire != null; wire = idle.poll()) {
      wire.close();
    }
  }
}
