package dev.assent.bench.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Server-sent events of one request. Its answer is read only when the first event is asked for, so
/// that opening one waits for nothing.
public final class EventStream implements Closeable {
  private static final String EVENT = "event: ";
  private static final String DATA = "data: ";

  private final LeanHttp http;
  private final Wire wire;
  private final Deque<Event> ready = new ArrayDeque<>();
  private final StringBuilder rest = new StringBuilder();
  private boolean opened;
  private boolean ended;

  EventStream(LeanHttp http, Wire wire) {
    this.http = http;
    this.wire = wire;
  }

  /// @param data JSON, in ASCII
  public record Event(String name, String data) {}

  /// Waits for the next; empty when the door has ended the stream.
  ///
  /// @throws IllegalStateException when the door refused it
  public Optional<Event> next() throws IOException {
    if (!opened) {
      open();
    }
    while (ready.isEmpty() && !ended) {
      byte[] chunk = wire.chunk();
      if (chunk.length == 0) {
        ended = true;
        http.release(wire);
      } else {
        rest.append(new String(chunk, StandardCharsets.ISO_8859_1));
        split();
      }
    }
    return Optional.ofNullable(ready.poll());
  }

  private void open() throws IOException {
    opened = true;
    Wire.Head head = wire.head();
    if (head.status() != 200 || head.length() >= 0) {
      Answer refusal = new Answer(head.status(), wire.body(head));
      throw new IllegalStateException(
          "a stream was answered " + refusal.status() + ": " + refusal.detail());
    }
  }

  private void split() {
    int begin = 0;
    for (int end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n", begin)) {
      add(rest.substring(begin, end));
      begin = end + 2;
    }
    rest.delete(0, begin);
  }

  private void add(String frame) {
    String name = "";
    String data = "";
    for (String line : frame.split("\n", -1)) {
      if (line.startsWith(EVENT)) {
        name = line.substring(EVENT.length());
      } else if (line.startsWith(DATA)) {
        data = line.substring(DATA.length());
      }
    }
    if (!name.isEmpty()) {
      ready.add(new Event(name, data));
    }
  }

  /// An unfinished stream takes its connection with it.
  @Override
  public void close() {
    if (!ended) {
      wire.close();
    }
  }
}
