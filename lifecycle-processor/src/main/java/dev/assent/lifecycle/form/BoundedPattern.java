package dev.assent.lifecycle.form;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/// A form's regular expression whose work is bounded: `.*.*.*.*b` and its like try very many ways,
/// and would hold up every intent of the partition.
final class BoundedPattern implements RegularExpression {
  /// Characters looked at in one match: some milliseconds.
  private static final int LOOKS_MAX = 200_000;

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /// @throws java.util.regex.PatternSyntaxException when it is not a regular expression
  static BoundedPattern compile(String regex) {
    return new BoundedPattern(
        Pattern.compile(
            RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(regex))));
  }

  /// @throws TooMuchWorkException when it looks at too many characters
  @Override
  public boolean matches(String text) {
    return pattern.matcher(new Counted(text, new int[1])).find();
  }

  /// Counts what is looked at, parts of it included.
  @SuppressWarnings("ArrayRecordComponent") // the one count is shared with the parts
  private record Counted(CharSequence text, int[] looks) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      looks[0]++;
      if (looks[0] > LOOKS_MAX) {
        throw new TooMuchWorkException("a pattern of the form takes too long to match");
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
