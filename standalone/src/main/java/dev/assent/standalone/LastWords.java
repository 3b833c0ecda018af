package dev.assent.standalone;

import dev.assent.cli.doctor.Disk;
import dev.assent.standalone.node.DataFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/// What a node says when its broker gives up: it does so by ending the process, for example when a
/// write fails, and its own lines are in the log only.
final class LastWords {
  private LastWords() {}

  static void ofBroker(Path data, PrintWriter err) {
    Exit.setHaltProcedure(
        (code, message) -> {
          say(data, message, err);
          Runtime.getRuntime().halt(code);
        });
    Exit.setExitProcedure(
        (code, message) -> {
          say(data, message, err);
          System.exit(code);
        });
  }

  private static void say(Path data, @Nullable String message, PrintWriter err) {
    String why = message == null ? "" : " (" + message + ")";
    err.println(
        "assent: "
            + Disk.full(data)
                .orElse(
                    "The broker gave up" + why + "; see " + DataFolder.log(data) + " for why."));
    err.flush();
  }
}
