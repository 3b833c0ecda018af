package dev.assent.cli.base;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a command ends with. Scripts rely on these numbers: never change one.
public enum ExitCode {
  DONE(0, "Done."),
  FAILED(1, "Failed: the intent did not complete, a check failed, or something broke."),
  USAGE(2, "The command line is wrong, or you said no; nothing was sent."),
  REFUSED(3, "The node refused: already decided, not allowed, not valid. Nothing was changed."),
  NOT_FOUND(4, "There is no such intent, task or key in this workspace."),
  UNREACHABLE(5, "The node could not be reached or is not ready. Trying again may help.");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }

  /// For the exit code list of `--help`.
  public static Map<String, String> list() {
    Map<String, String> list = new LinkedHashMap<>();
    for (ExitCode exit : values()) {
      list.put(String.valueOf(exit.code), exit.meaning);
    }
    return list;
  }
}
