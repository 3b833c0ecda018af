package dev.assent.bench.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// One connection that speaks just as much of HTTP/1.1 (RFC 9112) as the doors answer with: a
/// length or chunks, kept alive.
final class Wire implements Closeable {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /// Whether more than nothing of an answer has come.
  private boolean answered;

  private long sentAt = System.nanoTime();

  Wire(InetSocketAddress address, Duration silenceMax) throws IOException {
    socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(silenceMax.toMillis()));
      socket.connect(address, Math.toIntExact(CONNECT_MAX.toMillis()));
      in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
      out = socket.getOutputStream();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void send(byte[] request) throws IOException {
    answered = false;
    sentAt = System.nanoTime();
    out.write(request);
    out.flush();
  }

  /// Whether its last request was sent so long ago.
  boolean silentFor(Duration time) {
    return System.nanoTime() - sentAt > time.toNanos();
  }

  boolean answered() {
    return answered;
  }

  /// The head of an answer.
  ///
  /// @param length of the body in bytes; -1 for chunks
  record Head(int status, long length, boolean close) {}

  Head head() throws IOException {
    String status = line();
    answered = true;
    long length = 0;
    boolean close = false;
    for (String field = line(); !field.isEmpty(); field = line()) {
      int colon = field.indexOf(':');
      String name = field.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      String value = field.substring(colon + 1).strip();
      switch (name) {
        case "content-length" -> length = Long.parseLong(value);
        case "transfer-encoding" -> length = -1;
        case "connection" -> close = value.equalsIgnoreCase("close");
        default -> {
          // the doors say nothing else that matters here
        }
      }
    }
    return new Head(Integer.parseInt(status.substring(9, 12)), length, close);
  }

  String body(Head head) throws IOException {
    if (head.length() >= 0) {
      return new String(exactly(Math.toIntExact(head.length())), StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
      all.writeBytes(chunk);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /// The next chunk; empty at the end of the body.
  byte[] chunk() throws IOException {
    String size = line();
    int semicolon = size.indexOf(';');
    int bytes = Integer.parseInt(semicolon < 0 ? size : size.substring(0, semicolon), 16);
    byte[] chunk = exactly(bytes);
    line(); // ends the chunk, and the (never used) trailer
    return chunk;
  }

  private byte[] exactly(int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException("the connection ended within an answer");
    }
    return read;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // it is of no use any more either way
    }
  }
}
