package dev.assent.lifecycle.form;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/// A form's regular expression whose work is bounded ([Work#look]): `.*.*.*.*b` and its like try
/// very many ways, and would hold up every intent of the partition.
final class BoundedPattern implements RegularExpression {
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
    return pattern.matcher(new Looked(text)).find();
  }

  /// Counts what is looked at, parts of it included.
  private record Looked(CharSequence text) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      Work.look();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Looked(text.subSequence(start, end));
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
