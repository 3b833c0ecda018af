package dev.assent.contract.value;

/// Text that somebody else wrote, as people may be shown it: whatever would not be seen, or would
/// change how the rest is seen, stands there as its code point, `<U+202E>`. Nothing is left out, so
/// two texts that differ never look the same because of it.
///
/// That is every control and format character (escape sequences, direction marks and overrides,
/// zero-width and tag characters), line and paragraph separators, half a surrogate pair, and the
/// letters that have no shape: fillers and the supplementary variation selectors, which can carry
/// hidden words. Line ends and tabs stay.
public final class VisibleText {
  private VisibleText() {}

  public static String of(String text) {
    int first = firstHidden(text);
    if (first == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isHidden(c)) {
        out.append("<U+").append(String.format("%04X", c)).append('>');
      } else {
        out.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  /// The same, on one line.
  public static String line(String text) {
    return of(text).replace('\n', ' ').replace('\t', ' ');
  }

  private static int firstHidden(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (isHidden(c)) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isShapeless(c);
    };
  }

  /// Letters and marks with no shape of their own (Unicode's Default_Ignorable_Code_Point, but for
  /// the variation selectors that emoji need).
  private static boolean isShapeless(int c) {
    return c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x2065
        || c == 0x3164
        || c == 0xFFA0
        || (c >= 0xFFF0 && c <= 0xFFF8)
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }
}
