package dev.assent.contract.value;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// A JSON value as canonical text (RFC 8785). Doors parse and canonicalise; the core only carries
/// it, compares it and hashes it.
public record Json(String text) {
  public static final Json EMPTY = new Json("{}");

  /// Its size in bytes of UTF-8.
  public int bytes() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  public static Json string(String plain) {
    return new Json(quote(plain));
  }

  public static Json number(int value) {
    return new Json(Integer.toString(value));
  }

  public static Json bool(boolean value) {
    return new Json(Boolean.toString(value));
  }

  public static Json array(Collection<Json> elements) {
    return new Json(elements.stream().map(Json::text).collect(joining(",", "[", "]")));
  }

  /// An object of canonical values: its keys in RFC 8785's order, that of their UTF-16 code units.
  public static Json object(Map<String, Json> members) {
    return new Json(
        new TreeMap<>(members)
            .entrySet().stream()
                .map(member -> quote(member.getKey()) + ":" + member.getValue().text())
                .collect(joining(",", "{", "}")));
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
