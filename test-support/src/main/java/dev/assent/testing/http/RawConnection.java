package dev.assent.testing.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A client that does what no HTTP library lets one do: sends half a request, trickles, never ends,
/// reads nothing.
public final class RawConnection implements Closeable {
  private static final Duration GIVE_UP = Duration.ofSeconds(60);
  private static final int BETWEEN_MILLIS = 20;
  private static final int SMALL_BUFFER = 4_096;

  private final Socket socket;
  private final StringBuilder received = new StringBuilder();

  public RawConnection(URI door) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(new java.net.InetSocketAddress(door.getHost(), door.getPort()));
  }

  /// Lines of a head, each ended as HTTP wants it, and the empty line if it is one of them.
  public void head(String... lines) throws IOException {
    send(String.join("\r\n", lines) + "\r\n");
  }

  public void send(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /// Sends the text again and again, a little pause between, until the server hangs up.
  ///
  /// @return everything that it said before
  public String trickle(String text) {
    return untilClosed(text, BETWEEN_MILLIS);
  }

  /// The same as fast as it goes.
  public String flood(String text) {
    return untilClosed(text, 1);
  }

  /// Reads until the server hangs up.
  public String rest() {
    return untilClosed("", BETWEEN_MILLIS);
  }

  private String untilClosed(String text, int betweenMillis) {
    long deadline = System.nanoTime() + GIVE_UP.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (!text.isEmpty()) {
          send(text);
        }
        if (!read(betweenMillis)) {
          return received.toString();
        }
      } catch (IOException _) {
        return received.toString(); // a reset: it has hung up while something was under way
      }
    }
    throw new AssertionError(
        "expected the server to hang up within " + GIVE_UP + ", but it does not");
  }

  /// False at the end.
  private boolean read(int waitMillis) throws IOException {
    socket.setSoTimeout(waitMillis);
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8_192];
    try {
      int count = in.read(buffer);
      if (count < 0) {
        return false;
      }
      received.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
    } catch (SocketTimeoutException _) {
      // nothing yet
    }
    return true;
  }

  /// What has been received so far.
  public String received() {
    return received.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
