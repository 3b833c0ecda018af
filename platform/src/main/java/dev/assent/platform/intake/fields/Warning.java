package dev.assent.platform.intake.fields;

import java.util.List;

/// Something in an accepted document that its author should know: it has no effect, or another than
/// it seems to have.
///
/// @param path where it is, for example `workflow.steps[0].priority`; empty for the whole document
/// @param text a sentence for its author
public record Warning(String path, String text) {
  /// All as they are told.
  public static List<String> texts(List<Warning> warnings) {
    return warnings.stream().map(Warning::toString).toList();
  }

  /// As it is told: `'workflow.steps[0].priority': …`
  @Override
  public String toString() {
    return path.isEmpty() ? text : "'" + path + "': " + text;
  }
}
