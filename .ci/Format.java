import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks or applies google-java-format over every Java file below a folder. Arguments: `check` or
/// `apply`, then the folder. Exits 1 when `check` finds a file to change.
final class Format {
  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    List<Path> wrong = new ArrayList<>();
    for (Path file : sources(Path.of(args[1]))) {
      String before = Files.readString(file);
      String after = new Formatter().formatSourceAndFixImports(before);
      if (!after.equals(before)) {
        wrong.add(file);
        if (apply) Files.writeString(file, after);
      }
    }
    wrong.forEach(file -> System.err.println((apply ? "formatted " : "not formatted: ") + file));
    if (!apply && !wrong.isEmpty()) {
      System.err.println("Run  mvn -N validate -Dformat  to format " + wrong.size() + " file(s).");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !root.relativize(path).toString().contains("target/"))
          .sorted()
          .toList();
    }
  }
}
