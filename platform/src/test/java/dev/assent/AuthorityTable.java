package dev.assent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What came of every call by every kind of caller, and whether docs/authority.md says the same.
public final class AuthorityTable {
  private static final Path FILE = Path.of("..", "docs", "authority.md");

  private final String first;
  private final List<String> columns;
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

  /// @param first what the rows are
  /// @param columns who calls
  public AuthorityTable(String first, List<String> columns) {
    this.first = first;
    this.columns = List.copyOf(columns);
  }

  public void put(String row, String column, String cell) {
    rows.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(column, cell);
  }

  /// The lines in which the document differs: `-` is in the document, `+` is what came of it. Put
  /// the latter there only if that is what should be.
  ///
  /// @param heading under which the table stands
  public List<String> differences(String heading) throws IOException {
    List<String> documented = documented(heading);
    List<String> found = lines();
    List<String> differences = new ArrayList<>();
    documented.stream()
        .filter(line -> !found.contains(line))
        .forEach(line -> differences.add("- " + line));
    found.stream()
        .filter(line -> !documented.contains(line))
        .forEach(line -> differences.add("+ " + line));
    if (differences.isEmpty() && !documented.equals(found)) {
      differences.add("expected its rows in the order of their names, each once");
    }
    return differences;
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line(first, columns));
    lines.add("|---".repeat(columns.size() + 1) + "|");
    rows.forEach(
        (row, cells) ->
            lines.add(
                line(
                    "`" + row + "`",
                    columns.stream().map(column -> cells.getOrDefault(column, "")).toList())));
    return lines;
  }

  private static String line(String row, List<String> cells) {
    return "| " + row + " | " + String.join(" | ", cells) + " |";
  }

  private static List<String> documented(String heading) throws IOException {
    List<String> lines = new ArrayList<>();
    String under = "";
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("#")) {
        under = line.replaceFirst("^#+ ", "");
      } else if (line.startsWith("|") && under.equals(heading)) {
        lines.add(line);
      }
    }
    return lines;
  }
}
