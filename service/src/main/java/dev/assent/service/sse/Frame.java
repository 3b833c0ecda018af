package dev.assent.service.sse;

import java.util.OptionalLong;

/// The text form of server-sent events that every AXP client can read (contract section 0.4): one
/// space after the colon, one line of data, then an empty line.
public final class Frame {
  /// The longest line that every client reads, in characters: the `axme` CLI's scanner stops at 64
  /// KiB.
  public static final int LINE_MAX = 65_000;

  private Frame() {}

  /// @param id only where the client may resume by it: the agents' stream must not have one
  ///   (contract section 0.3)
  /// @param data JSON on one line, in ASCII
  public static String event(OptionalLong id, String name, String data) {
    StringBuilder frame = new StringBuilder(data.length() + 64);
    id.ifPresent(number -> frame.append("id: ").append(number).append('\n'));
    return frame
        .append("event: ")
        .append(name)
        .append("\ndata: ")
        .append(data)
        .append("\n\n")
        .toString();
  }

  /// Tells a client that nothing came in time, and where to go on.
  ///
  /// @param cursor the last seq that was delivered
  static String timeout(long cursor) {
    return event(
        OptionalLong.empty(), "stream.timeout", "{\"ok\":true,\"next_seq\":" + cursor + "}");
  }

  /// A comment: every client ignores it, and it takes the response's headers along.
  static String comment(String text) {
    return ": " + text + "\n\n";
  }

  /// JSON with everything but ASCII escaped: U+2028, U+0085 and others end a line for Python's
  /// client, which then drops the event (contract section 0.4). In JSON they occur in strings only,
  /// where the escape means the same.
  public static String ascii(String json) {
    int i = 0;
    while (i < json.length() && plain(json.charAt(i))) {
      i++;
    }
    if (i == json.length()) {
      return json;
    }
    StringBuilder out = new StringBuilder(json.length() + 64).append(json, 0, i);
    for (; i < json.length(); i++) {
      char c = json.charAt(i);
      if (plain(c)) {
        out.append(c);
      } else {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit((c >> shift) & 0xF, 16));
        }
      }
    }
    return out.toString();
  }

  private static boolean plain(char c) {
    return c >= 0x20 && c < 0x7F;
  }
}
