package dev.assent.cli.audit;

import dev.assent.cli.base.Csv;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Printer;
import java.util.List;

/// Prints the trail record by record: it may be longer than memory.
final class AuditPrinter {
  /// Looking flushes.
  private static final int CHECKED_EVERY = 100;

  private final AuditFormat format;
  private final boolean endless;
  private final Printer out;
  private long printed;

  /// @param endless whether records go on coming, so that no array can ever be closed
  AuditPrinter(AuditFormat format, boolean endless, Printer out) {
    this.format = format;
    this.endless = endless;
    this.out = out;
  }

  void begin() {
    if (format == AuditFormat.CSV) {
      out.line(Csv.row(AuditFormat.COLUMNS));
    }
  }

  void print(AuditEntry entry) {
    switch (format) {
      case TEXT -> out.line(AuditFormat.text(entry, out));
      case CSV -> out.line(Csv.row(List.copyOf(AuditFormat.fields(entry).values())));
      case JSON -> {
        String json = Json.text(AuditFormat.json(entry));
        if (endless) {
          out.line(json);
        } else {
          out.part((printed == 0 ? "[" : ",\n ") + json);
        }
      }
    }
    printed++;
    if (endless) {
      out.flush();
    }
  }

  /// Whether nobody reads any more.
  boolean closed() {
    return printed % CHECKED_EVERY == 0 && out.closed();
  }

  /// Without it a trail that broke off is not taken for a whole one.
  void end() {
    if (format == AuditFormat.JSON && !endless) {
      out.line(printed == 0 ? "[]" : "]");
    }
    out.flush();
  }
}
