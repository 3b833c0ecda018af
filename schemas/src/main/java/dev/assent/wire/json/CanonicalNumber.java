package dev.assent.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Writes a JSON number canonically.
///
/// A number that a double stands for is written as RFC 8785 has it: the shortest digits that name
/// this double, laid out as ECMAScript does. A double stands for a number when rounding the
/// double's exact value to as many digits as the number has gives the number: 0.1 yes,
/// 9007199254740993 no. A fraction of 17 digits is taken for a double too, because 17 is what
/// programs print that print a double in full, and they differ in the last digit (the RFC's own
/// example is 333333333.33333329). Any other number keeps its own digits in the same layout,
/// without needless zeros.
final class CanonicalNumber {
  private static final long EXACT_MAX = 1L << 53;
  private static final int DOUBLE_DIGITS_MAX = 17;
  private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

  private CanonicalNumber() {}

  static void write(JsonNode number, StringBuilder out) {
    if (number.isIntegralNumber() && number.canConvertToLong()) {
      long whole = number.longValue();
      if (whole <= EXACT_MAX && whole >= -EXACT_MAX) {
        out.append(whole);
        return;
      }
    }
    if (number.isDouble() || number.isFloat()) {
      out.append(shortest(number.doubleValue()));
    } else {
      try {
        out.append(decimal(number.decimalValue()));
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "expected a number, but got one with an exponent beyond 32 bits", e);
      }
    }
  }

  private static String decimal(BigDecimal number) {
    double nearest = number.doubleValue();
    if (Double.isFinite(nearest)) {
      String shortest = shortest(nearest);
      if (new BigDecimal(shortest).compareTo(number) == 0 || standsFor(nearest, number)) {
        return shortest;
      }
    }
    return layout(number);
  }

  private static boolean standsFor(double nearest, BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.scale() > 0 && plain.precision() == DOUBLE_DIGITS_MAX) {
      return nearest != 0;
    }
    MathContext digits = new MathContext(plain.precision(), RoundingMode.HALF_EVEN);
    return new BigDecimal(nearest).round(digits).compareTo(number) == 0;
  }

  /// The fewest digits that name this double; of those the nearest. `Double.toString` gives them,
  /// but never fewer than two. (The library of the RFC's authors never ends for 1e-315.)
  private static String shortest(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("expected a finite number, but got " + number);
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal digits = BigDecimal.valueOf(number).stripTrailingZeros();
    if (digits.precision() == 2) {
      BigDecimal one = new BigDecimal(number).round(ONE_DIGIT);
      digits = one.doubleValue() == number ? one : digits;
    }
    return layout(digits);
  }

  /// As ECMAScript writes a number with these digits (ECMA-262, Number::toString).
  private static String layout(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    String sign = plain.signum() < 0 ? "-" : "";
    String digits = plain.unscaledValue().abs().toString();
    long point = (long) digits.length() - plain.scale();
    if (point > 21 || point <= -6) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return sign + digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "") + (point - 1);
    }
    if (point >= digits.length()) {
      return sign + digits + "0".repeat((int) point - digits.length());
    }
    if (point > 0) {
      return sign + digits.substring(0, (int) point) + "." + digits.substring((int) point);
    }
    return sign + "0." + "0".repeat((int) -point) + digits;
  }
}
