package dev.assent.lifecycle.form;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Forms and answers, most of them odd: numbers of both signs and every size, rules at random, deep
/// and wide.
final class RandomForms {
  private static final List<String> TYPES =
      List.of("integer", "number", "string", "object", "array", "boolean", "null");
  private static final List<String> PATTERNS =
      List.of("^a*$", "(a*)*b", ".*.*.*b", "[a-z]{1,50}", "\\\\d+");
  private static final List<String> NUMBER_RULES =
      List.of(
          "multipleOf", "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "minItems");

  private RandomForms() {}

  static String form(Random random) {
    return "{\"properties\":{\"a\":" + schema(random, 4) + ",\"b\":" + schema(random, 3) + "}}";
  }

  static String data(Random random) {
    return "{\"a\":" + value(random, 4) + ",\"b\":" + value(random, 3) + "}";
  }

  private static String schema(Random random, int depth) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> rule(random, depth, i))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /// @param unique a name is never twice in one object
  private static String rule(Random random, int depth, int unique) {
    Supplier<String> inner = () -> depth == 0 ? "{}" : schema(random, depth - 1);
    return switch (unique) {
      case 0 -> "\"" + pick(random, NUMBER_RULES) + "\":" + number(random);
      case 1 ->
          random.nextBoolean()
              ? "\"type\":\"" + pick(random, TYPES) + "\""
              : "\"enum\":[" + value(random, 2) + "," + number(random) + "]";
      case 2 ->
          switch (random.nextInt(4)) {
            case 0 -> "\"items\":" + inner.get();
            case 1 -> "\"anyOf\":[" + inner.get() + "," + inner.get() + "]";
            case 2 -> "\"uniqueItems\":true";
            default -> "\"properties\":{\"a\":" + inner.get() + "}";
          };
      default -> "\"pattern\":\"" + pick(random, PATTERNS) + "\"";
    };
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 5)) {
      case 0, 1 -> number(random);
      case 2 -> "\"" + "a".repeat(random.nextInt(100)) + "\"";
      case 3 ->
          IntStream.range(0, random.nextInt(5))
              .mapToObj(i -> value(random, depth - 1))
              .collect(Collectors.joining(",", "[", "]"));
      default -> "{\"a\":" + value(random, depth - 1) + "}";
    };
  }

  private static String number(Random random) {
    String digits =
        switch (random.nextInt(4)) {
          case 0 -> "0";
          case 1 -> "1";
          case 2 -> "9".repeat(1 + random.nextInt(420));
          default -> random.nextInt(1, 1_000) + "." + random.nextInt(1_000);
        };
    String exponent =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> "e" + random.nextInt(-1_100, 1_100);
          case 2 -> "e-" + random.nextInt();
          default -> "E" + random.nextLong();
        };
    return (random.nextBoolean() ? "-" : "") + digits + exponent.replace("--", "-");
  }

  private static String pick(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
