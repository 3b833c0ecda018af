package dev.assent.gateway.catalogue;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A person's short public name.
///
/// @param name in lower case, without `@`
public record Nick(String name) {
  private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9_.-]{3,32}");

  /// Reads `@Ann` and `ann` alike; empty when it is no nick.
  public static Optional<Nick> parse(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    String name = plain.startsWith("@") ? plain.substring(1) : plain;
    return GRAMMAR.matcher(name).matches() ? Optional.of(new Nick(name)) : Optional.empty();
  }

  /// As it is shown: `@ann`.
  public String shown() {
    return "@" + name;
  }

  /// AXP's form of it as an address, `ann@ax`.
  public String publicAddress() {
    return name + "@ax";
  }
}
