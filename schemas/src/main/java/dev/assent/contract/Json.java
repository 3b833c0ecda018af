package dev.assent.contract;

/// A JSON value as canonical text (RFC 8785). Doors parse and canonicalise; the core only carries
/// it, compares it and hashes it.
public record Json(String text) {
  public static final Json EMPTY = new Json("{}");

  public boolean isEmptyObject() {
    return text.equals("{}");
  }

  /// A JSON string literal as RFC 8785 section 3.2.2.2 writes it.
  public static String quote(String plain) {
    StringBuilder out = new StringBuilder(plain.length() + 2).append('"');
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
