package dev.assent.contract.value;

import java.util.Optional;

/// Looks for numbers that nobody can work with: `1e99999999` is ten bytes long, and a hundred
/// million digits for whoever adds one to it. One pass over the text, for every text that comes
/// from outside.
public final class JsonNumbers {
  /// Exponents are read no further than this: whatever is written behind, it is out of bounds.
  private static final int FAR = 1_000_000;

  private JsonNumbers() {}

  /// What is wrong with a number in it, for the end of *expected …, but*; empty when all are within
  /// [Limits#NUMBER_DIGITS_MAX] and [Limits#NUMBER_EXPONENT_MAX].
  ///
  /// @param json valid JSON; of any other text nothing is said
  public static Optional<String> problem(String json) {
    int at = 0;
    while (at < json.length()) {
      char c = json.charAt(at);
      if (c == '"') {
        at = behindText(json, at);
      } else if (isDigit(c)) {
        Literal number = Literal.at(json, at);
        if (number.outOfBounds()) {
          return Optional.of(number.told(json.substring(at, number.end())));
        }
        at = number.end();
      } else {
        at++;
      }
    }
    return Optional.empty();
  }

  /// What a number must be, for *expected …*.
  public static String bounds() {
    return "numbers of at most "
        + Limits.NUMBER_DIGITS_MAX
        + " digits, from 1e-"
        + Limits.NUMBER_EXPONENT_MAX
        + " to 1e+"
        + Limits.NUMBER_EXPONENT_MAX;
  }

  private static int behindText(String json, int quote) {
    int end = json.indexOf('"', quote + 1);
    while (end >= 0 && isEscaped(json, end)) {
      end = json.indexOf('"', end + 1);
    }
    return end < 0 ? json.length() : end + 1;
  }

  private static boolean isEscaped(String json, int at) {
    int before = at - 1;
    while (json.charAt(before) == '\\') { // it ends at the quote that begins the text
      before--;
    }
    return (at - before) % 2 == 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// A number as it is written.
  ///
  /// @param end behind its last character
  /// @param digits from the first that is not 0 on
  /// @param power of ten of that digit; 0 for zero
  /// @param exponent what is written behind `e`
  private record Literal(int end, int digits, int power, int exponent) {

    static Literal at(String json, int begin) {
      int at = begin;
      int digits = 0;
      int whole = 0; // of the digits, those before the point
      int zeros = 0; // behind the point, before the first digit
      boolean fraction = false;
      while (at < json.length() && (isDigit(json.charAt(at)) || json.charAt(at) == '.')) {
        char c = json.charAt(at++);
        if (c == '.') {
          fraction = true;
        } else if (digits > 0 || c != '0') {
          digits++;
          whole += fraction ? 0 : 1;
        } else {
          zeros += fraction ? 1 : 0;
        }
      }
      int end = behindExponent(json, at);
      int exponent = exponent(json, at, end);
      int power = digits == 0 ? 0 : exponent + (whole > 0 ? whole - 1 : -zeros - 1);
      return new Literal(end, digits, power, exponent);
    }

    private static int behindExponent(String json, int from) {
      if (from >= json.length() || (json.charAt(from) | 0x20) != 'e') {
        return from;
      }
      int at = from + 1;
      while (at < json.length()
          && (isDigit(json.charAt(at)) || json.charAt(at) == '+' || json.charAt(at) == '-')) {
        at++;
      }
      return at;
    }

    private static int exponent(String json, int from, int end) {
      int value = 0;
      boolean negative = false;
      for (int at = from; at < end; at++) {
        char c = json.charAt(at);
        negative |= c == '-';
        value = isDigit(c) ? Math.min(FAR, value * 10 + c - '0') : value;
      }
      return negative ? -value : value;
    }

    boolean outOfBounds() {
      return digits > Limits.NUMBER_DIGITS_MAX || far();
    }

    private boolean far() {
      return Math.abs(power) > Limits.NUMBER_EXPONENT_MAX
          || Math.abs(exponent) > 2 * Limits.NUMBER_EXPONENT_MAX;
    }

    String told(String text) {
      if (!far()) {
        return "one has " + digits + " digits";
      }
      return "one is " + (text.length() <= 40 ? text : text.substring(0, 40) + "…");
    }
  }
}
