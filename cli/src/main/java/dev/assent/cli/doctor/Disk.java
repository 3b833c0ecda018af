package dev.assent.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether there is room for what a node writes.
public final class Disk {
  /// Less than the broker's next segment of a log: it may stop at any write.
  static final long FULL_BELOW_BYTES = 16L << 20;

  /// Time to do something about it.
  static final long LITTLE_BELOW_BYTES = 1L << 30;

  private static final int MEBIBYTE_SHIFT = 20;

  private Disk() {}

  /// What is full and what to do; empty while there is room.
  public static Optional<String> full(Path data) {
    return free(data).filter(bytes -> bytes < FULL_BELOW_BYTES).map(bytes -> full(data, bytes));
  }

  private static String full(Path data, long bytes) {
    return "The disk of "
        + data.toAbsolutePath().normalize()
        + " is full ("
        + (bytes >> MEBIBYTE_SHIFT)
        + " MiB free): make room, then start the node again with 'assent up'. Nothing that was"
        + " acknowledged is lost.";
  }

  static Optional<Check> check(Path data) {
    return free(data).map(bytes -> check(data, bytes));
  }

  static Check check(Path data, long bytes) {
    if (bytes < FULL_BELOW_BYTES) {
      return Check.fail(
          "disk",
          "of " + data + " is full: " + (bytes >> MEBIBYTE_SHIFT) + " MiB free",
          "Make room, then start the node again with 'assent up': nothing that was acknowledged is"
              + " lost.");
    }
    String found = "of " + data + " has " + (bytes >> MEBIBYTE_SHIFT) + " MiB free";
    return bytes < LITTLE_BELOW_BYTES
        ? Check.warn("disk", found, "Make room: a node whose disk is full stops.")
        : Check.ok("disk", found);
  }

  private static Optional<Long> free(Path data) {
    try {
      return Files.exists(data)
          ? Optional.of(Files.getFileStore(data).getUsableSpace())
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
