package dev.assent.cli.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes to standard output: tables and fields for people, one document for programs.
public final class Printer {
  private final PrintWriter out;
  private final boolean colours;

  public Printer(PrintWriter out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /// The one document of `--json`, on one line.
  public void json(JsonNode document) {
    out.println(Json.text(document));
  }

  public void line(String text) {
    out.println(text);
  }

  /// Without a line end.
  public void part(String text) {
    out.print(text);
  }

  /// Whether nobody reads any more (`| head`).
  public boolean closed() {
    return out.checkError();
  }

  public void flush() {
    out.flush();
  }

  /// Columns as wide as their widest cell; the last one is not padded.
  public void table(List<String> header, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    rows.forEach(row -> all.add(row.stream().map(Text::line).toList()));
    int[] widths = new int[header.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int i = 0; i < all.size(); i++) {
      String line = padded(all.get(i), widths);
      out.println(i == 0 ? style(Style.BOLD, line) : line);
    }
  }

  /// `name value` lines; a value of several lines goes below its name, indented.
  public void fields(Map<String, String> fields) {
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
    fields.forEach(
        (name, value) -> {
          String safe = Text.safe(value);
          if (safe.isEmpty()) {
            return;
          }
          String label = style(Style.BOLD, pad(name, width));
          out.println(
              safe.contains("\n")
                  ? label + "\n" + safe.indent(2).stripTrailing()
                  : label + "  " + safe);
        });
  }

  /// A heading with a JSON value below it, indented; nothing for an absent or empty one.
  public void block(String heading, JsonNode value) {
    if (value instanceof MissingNode
        || value.isNull()
        || (value.isContainerNode() && value.isEmpty())) {
      return;
    }
    out.println(style(Style.BOLD, heading));
    out.println(Text.safe(Json.pretty(value)).indent(2).stripTrailing());
  }

  public String style(Style style, String text) {
    return colours ? style.code + text + Style.RESET : text;
  }

  private static String padded(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == widths.length - 1 ? cells.get(i) : pad(cells.get(i), widths[i]) + "  ");
    }
    return line.toString().stripTrailing();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /// SGR codes (ECMA-48 section 8.3.117).
  public enum Style {
    BOLD("1"),
    RED("31"),
    GREEN("32"),
    YELLOW("33");

    private static final String RESET = "\u001b[0m";
    private final String code;

    Style(String sgr) {
      this.code = "\u001b[" + sgr + "m";
    }

    /// The colour of an AXP status.
    public static Style ofStatus(String status) {
      return switch (status) {
        case "COMPLETED" -> GREEN;
        case "FAILED", "TIMED_OUT", "CANCELED" -> RED;
        case "WAITING" -> YELLOW;
        default -> BOLD;
      };
    }
  }
}
