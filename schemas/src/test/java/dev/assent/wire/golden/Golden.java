package dev.assent.wire.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/// Bytes as a release wrote them, and how they read: for ever. One file for each release and kind,
/// `src/test/resources/golden/<release>/<kind>.txt`, in the module that reads those bytes; two
/// lines and an empty one for each sample. See `CONTRIBUTING.md`, *Golden bytes*.
public final class Golden {
  private static final String WRITE = "assent.golden";
  private static final Path SCHEMAS = Path.of("../schemas");
  private static final String BYTES = "bytes ";
  private static final String READS = "reads ";

  private Golden() {}

  /// @param bytes what is on disk or on a topic
  /// @param reads what it means ([Readable]), in one line
  public record Sample(byte[] bytes, String reads) {
    public static Sample of(byte[] bytes, Object value) {
      return new Sample(bytes, Readable.line(value));
    }
  }

  /// A release that has samples of a kind.
  public record Release(String name, Path folder, String kind) {
    public List<Sample> samples() {
      return parse(text());
    }

    public String text() {
      return Golden.text(folder.resolve(kind + ".txt"));
    }

    /// What a failure says.
    public String advice() {
      return """
      %s of release %s: what was written then must read as it did then, for ever; never change the \
      file. Did only a name in our code change? Then put it into Readable.RENAMED.
      If, and only if, no release has ever carried that file (see CHANGELOG.md), delete it and run \
      the test with -D%s=%s.\
      """
          .formatted(kind, name, WRITE, name);
    }
  }

  /// The releases that have this kind, the samples lying in this module. Writes those of the
  /// release that is being made (`-Dassent.golden=0.2`), where that has none yet.
  public static List<Release> releases(String kind, Supplier<List<Sample>> today) {
    return releases(Path.of(""), kind, () -> format(today.get()));
  }

  /// What reads in one piece: no bytes of its own, but what is made of the history's.
  public static List<Release> listings(String kind, Supplier<String> today) {
    return releases(Path.of(""), kind, today);
  }

  /// The same, of the samples that `schemas` has for all modules.
  public static List<Release> ofSchemas(String kind, Supplier<List<Sample>> today) {
    return releases(SCHEMAS, kind, () -> format(today.get()));
  }

  private static List<Release> releases(Path module, String kind, Supplier<String> today) {
    Path all = module.resolve("src/test/resources/golden");
    String making = making();
    try {
      if (!making.isEmpty()) {
        write(all.resolve(making).resolve(kind + ".txt"), today);
      }
      List<Release> found = new ArrayList<>();
      if (Files.isDirectory(all)) {
        try (var folders = Files.list(all)) {
          folders
              .filter(folder -> Files.exists(folder.resolve(kind + ".txt")))
              .sorted()
              .forEach(one -> found.add(new Release(one.getFileName().toString(), one, kind)));
        }
      }
      Assertions.assertFalse(
          found.isEmpty(),
          "expected golden bytes of "
              + kind
              + ", but there are none: run this test with -D"
              + WRITE
              + "=RELEASE, look at the file, commit it, and never change it again");
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The release that is being made; empty when none is.
  public static String making() {
    return System.getProperty(WRITE, "");
  }

  static void write(Path file, Supplier<String> today) throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, today.get());
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String format(List<Sample> samples) {
    StringBuilder out = new StringBuilder();
    for (Sample sample : samples) {
      out.append(BYTES).append(Base64.getEncoder().encodeToString(sample.bytes())).append('\n');
      out.append(READS).append(sample.reads()).append("\n\n");
    }
    return out.toString();
  }

  private static List<Sample> parse(String text) {
    List<Sample> samples = new ArrayList<>();
    String[] lines = text.split("\n");
    for (int i = 0; i + 1 < lines.length; i += 3) {
      samples.add(
          new Sample(
              Base64.getDecoder()
                  .decode(after(BYTES, lines[i]).getBytes(StandardCharsets.US_ASCII)),
              after(READS, lines[i + 1])));
    }
    return samples;
  }

  private static String after(String start, String line) {
    if (!line.startsWith(start)) {
      throw new IllegalStateException(
          "expected a line that begins with '" + start + "', but got '" + line + "'");
    }
    return line.substring(start.length());
  }
}
