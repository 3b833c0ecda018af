package dev.assent.lifecycle.form;

import java.util.concurrent.Callable;

/// The work one answer may cost its form, counted and not timed: equal forms and answers end
/// equally on every machine. A check counts a unit for each rule it looks at and for what it
/// compares; some hundred thousand of them are a few dozen milliseconds, which is as long as one
/// person's answer may hold up the others of its partition.
final class Work {
  /// A table of a thousand rows with ten checked fields each takes some fifty thousand.
  static final int UNITS_MAX = 250_000;

  /// Characters that all patterns together may look at; some milliseconds.
  static final int LOOKS_MAX = 1_000_000;

  private static final ScopedValue<Work> OF_THIS_CHECK = ScopedValue.newInstance();

  private int units = UNITS_MAX;
  private int looks = LOOKS_MAX;

  private Work() {}

  /// Runs a check that may spend as much as one may, and no more.
  static <T> T within(Callable<T> check) throws Exception {
    return ScopedValue.where(OF_THIS_CHECK, new Work()).call(check::call);
  }

  /// @throws TooMuchWorkException when all is spent
  static void spend(long units) {
    Work work = OF_THIS_CHECK.get();
    if (units > work.units) {
      throw new TooMuchWorkException("applying the form to it is too much work");
    }
    work.units -= (int) units;
  }

  /// A pattern looks at one character.
  ///
  /// @throws TooMuchWorkException when all is spent
  static void look() {
    Work work = OF_THIS_CHECK.get();
    work.looks--;
    if (work.looks < 0) {
      throw new TooMuchWorkException("the form's patterns take too long to match");
    }
  }
}
