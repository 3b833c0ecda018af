package dev.assent.cli.base;

import java.util.List;
import java.util.stream.Collectors;

/// A row of comma-separated values (RFC 4180).
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front: comments are
/// written by people, and a trail that runs code when it is opened would be one they can abuse.
public final class Csv {
  /// See OWASP, "CSV Injection".
  private static final String FORMULA_STARTS = "=+-@\t\r\n";

  private Csv() {}

  public static String row(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
  }

  private static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
