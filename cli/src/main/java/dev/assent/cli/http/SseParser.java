package dev.assent.cli.http;

import java.util.Optional;

/// Server-sent events from lines. A frame ends with an empty line; one that is cut off is dropped.
public final class SseParser {
  private String event = "message";
  private StringBuilder data = new StringBuilder();

  public record Frame(String event, String data) {}

  public Optional<Frame> accept(String line) {
    if (line.isEmpty()) {
      return frame();
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
    switch (field) {
      case "event" -> event = value;
      case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
      default -> {
        // comments (an empty field), id and retry: not needed here
      }
    }
    return Optional.empty();
  }

  private Optional<Frame> frame() {
    Optional<Frame> frame =
        data.isEmpty() ? Optional.empty() : Optional.of(new Frame(event, data.toString()));
    event = "message";
    data = new StringBuilder();
    return frame;
  }
}
