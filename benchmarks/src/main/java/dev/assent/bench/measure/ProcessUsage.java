package dev.assent.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a process has used so far, as Linux counts it (proc(5)).
///
/// @param cpuSeconds user and system time of all its threads
/// @param residentBytes memory it holds now
/// @param residentBytesMax the most it ever held
public record ProcessUsage(double cpuSeconds, long residentBytes, long residentBytesMax) {
  /// `USER_HZ`: 100 on every Linux that a JVM runs on.
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11; // counted after the name, which may hold anything
  private static final int SYSTEM_TIME = 12;

  /// Empty where there is no such process, or no `/proc`.
  public static Optional<ProcessUsage> of(long pid) {
    Path folder = Path.of("/proc", String.valueOf(pid));
    try {
      String stat = Files.readString(folder.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
      String status = Files.readString(folder.resolve("status"));
      return Optional.of(
          new ProcessUsage(
              ticks / TICKS_PER_SECOND, bytes(status, "VmRSS:"), bytes(status, "VmHWM:")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static long bytes(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .orElse(0L);
  }
}
