package dev.assent.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The documentation of everything public is whole: each type, method, parameter and link.
class JavadocTest {
  @TempDir Path folder;

  @Test
  void theDocumentationCanBePublished() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--release",
                "17",
                "-public",
                "-quiet",
                "-Xdoclint:all",
                "-Xwerror",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString()));
    try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/assent/client"))) {
      files.map(Path::toString).forEach(arguments::add);
    }
    StringWriter said = new StringWriter();
    int exit =
        ToolProvider.findFirst("javadoc")
            .orElseThrow()
            .run(
                new PrintWriter(said, true),
                new PrintWriter(said, true),
                arguments.toArray(String[]::new));

    assertThat(exit).as(said.toString()).isZero();
    assertThat(folder.resolve("dev/assent/client/AssentClient.html")).isRegularFile();
  }
}
