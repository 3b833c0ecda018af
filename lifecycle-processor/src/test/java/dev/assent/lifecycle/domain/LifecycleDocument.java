package dev.assent.lifecycle.domain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// docs/lifecycle.md as data: its tables by the heading they stand under, and its diagram.
record LifecycleDocument(String text, Map<String, Table> tables) {
  static final LifecycleDocument EMPTY = new LifecycleDocument("", Map.of());
  private static final Path FILE = Path.of("..", "docs", "lifecycle.md");
  private static final String FENCE = "```mermaid\n";

  /// @param columns the header's cells after the first
  /// @param rows by their first cell
  record Table(List<String> columns, Map<String, List<String>> rows) {}

  static LifecycleDocument read() throws IOException {
    String text = Files.readString(FILE);
    Map<String, Table> tables = new LinkedHashMap<>();
    String heading = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("#")) {
        heading = line.replaceFirst("^#+ ", "");
      } else if (line.startsWith("|") && !line.startsWith("|---")) {
        List<String> cells = cells(line);
        Table table = tables.get(heading);
        if (table == null) {
          tables.put(heading, new Table(rest(cells), new LinkedHashMap<>()));
        } else if (table.rows().put(cells.getFirst(), rest(cells)) != null) {
          throw new IllegalArgumentException(
              "expected each row once, but '" + cells.getFirst() + "' is there twice: " + heading);
        }
      }
    }
    return new LifecycleDocument(text, tables);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  private static List<String> rest(List<String> cells) {
    return List.copyOf(cells.subList(1, cells.size()));
  }

  Table table(String heading) {
    Table table = tables.get(heading);
    if (table == null) {
      throw new IllegalArgumentException("expected a table under '" + heading + "', but none is");
    }
    return table;
  }

  /// The cell in the table that has this column.
  String cell(String row, String column) {
    for (Table table : tables.values()) {
      int index = table.columns().indexOf(column);
      if (index >= 0) {
        List<String> cells = table.rows().getOrDefault(row, List.of());
        return index < cells.size() ? cells.get(index) : "(no such cell)";
      }
    }
    return "(no such column)";
  }

  String diagram() {
    int start = text.indexOf(FENCE) + FENCE.length();
    return text.substring(start, text.indexOf("```", start));
  }

  LifecycleDocument withDiagram(String diagram) {
    int start = text.indexOf(FENCE) + FENCE.length();
    int end = text.indexOf("```", start);
    return new LifecycleDocument(text.substring(0, start) + diagram + text.substring(end), tables);
  }

  void write() throws IOException {
    Files.writeString(FILE, text);
  }
}
