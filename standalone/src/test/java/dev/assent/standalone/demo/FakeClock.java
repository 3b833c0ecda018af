package dev.assent.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The wall clock that programs started with [#environment] see, to be set while they run: by
/// libfaketime (Debian's and Fedora's package `faketime` or `libfaketime`). How long something
/// takes goes on being counted by the machine, as when a real clock is set.
final class FakeClock {
  private static final List<String> FOLDERS = List.of("/usr/lib", "/usr/lib64", "/usr/local/lib");
  private static final String LIBRARY = "faketime/libfaketime.so.1";

  private final Path library;
  private final Path offset;
  private Duration set = Duration.ZERO;

  private FakeClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /// Whether there is one on this machine; says so where there is none.
  static boolean isThere() {
    Optional<Path> found = library();
    if (found.isEmpty()) {
      System.err.println("Skipped: needs libfaketime (apt-get install faketime)");
    }
    return found.isPresent();
  }

  private static Optional<Path> library() {
    return FOLDERS.stream().map(Path::of).flatMap(FakeClock::under).findFirst();
  }

  /// In the folder or in one of a processor's architecture below it.
  private static Stream<Path> under(Path folder) {
    try (Stream<Path> below = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      return Stream.concat(Stream.of(folder), below.toList().stream())
          .map(each -> each.resolve(LIBRARY))
          .filter(Files::isRegularFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One that is right, for now.
  static FakeClock in(Path folder) throws IOException {
    FakeClock clock = new FakeClock(library().orElseThrow(), folder.resolve("clock"));
    clock.setTo(Duration.ZERO);
    return clock;
  }

  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // Without it every wait of a Java thread would end at once.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        "NO_FAKE_STAT", "1");
  }

  /// Seen within a second.
  ///
  /// @param ahead of the machine's clock
  void setTo(Duration ahead) throws IOException {
    set = ahead;
    Path next = offset.resolveSibling("clock.next");
    Files.writeString(next, "%+d%n".formatted(ahead.toSeconds()));
    Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
  }

  Instant now() {
    return Instant.now().plus(set);
  }
}
