package dev.assent.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The `assent` script, in a checkout of small modules, with a Java and a Maven that only write
/// down what they are asked.
class AssentScriptTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "mvn $*" >>"$ASKED"
      echo '[INFO] Building core 0.1.0-SNAPSHOT        [1/2]'
      for jar in core/target/core-0.1.0.jar standalone/target/standalone.jar; do
        mkdir -p "$(dirname $jar)" && echo built >$jar
      done
      case "$*" in
        *"-pl launcher"*)
          for module in test-support benchmarks launcher; do
            mkdir -p $module/target && echo built >$module/target/$module-0.1.0.jar
          done ;;
      esac
      mkdir -p standalone/target/lib && cp core/target/core-0.1.0.jar standalone/target/lib
      """;
  private static final String JAVA =
      """
      #!/bin/sh
      echo "java $*" >>"$ASKED"
      for word; do
        case "$word" in -XX:AOTCacheOutput=*) echo cache >"${word#*=}" ;; esac
      done
      """;

  @TempDir Path folder;

  private Path home;

  @BeforeEach
  void checkout() throws IOException {
    home = Files.createDirectory(folder.resolve("checkout"));
    Files.copy(Path.of("..", "assent"), home.resolve("assent"), StandardCopyOption.COPY_ATTRIBUTES);
    write(home.resolve("pom.xml"), "<project/>");
    for (String module : List.of("core", "standalone", "test-support", "benchmarks", "launcher")) {
      write(home.resolve(module).resolve("pom.xml"), "<project/>");
      write(home.resolve(module).resolve("src/main/java/A.java"), "class A {}");
    }
    program("mvn", MAVEN);
    program("jdk/bin/java", JAVA);
    program("jdk/bin/javac", JAVA);
    write(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
  }

  @Test
  void whatIsNotBuiltIsBuiltOnceAndSaysWhatIsUnderWay() throws Exception {
    assertThat(assent("demo")).contains("assent: building", "assent:   core (1 of 2)");
    assertThat(asked()).filteredOn(line -> line.startsWith("mvn")).hasSize(1);

    assertThat(assent("demo")).doesNotContain("building");
    assertThat(asked()).filteredOn(line -> line.startsWith("mvn")).hasSize(1);
  }

  @Test
  void whatMeasuresIsBuiltOnlyWhenItIsAskedFor() throws Exception {
    assent("demo");
    write(home.resolve("benchmarks/src/main/java/A.java"), "class A { int a; }");
    assertThat(assent("demo")).doesNotContain("building");
    assertThat(asked()).noneMatch(line -> line.contains("-pl launcher"));

    assertThat(assent("--json", "bench", "rounds")).contains("building");
    assertThat(asked().getLast())
        .contains("standalone.jar:", "benchmarks-0.1.0.jar", "launcher-0.1.0.jar")
        .endsWith("WholeMain --json bench rounds");
    assertThat(assent("torture")).doesNotContain("building");
    assertThat(assent("demo")).doesNotContain("building");
  }

  @Test
  void aNodeThatIsBuiltAnewIsMeasuredByWhatIsBuiltWithIt() throws Exception {
    assent("bench", "rounds");
    write(home.resolve("core/src/main/java/A.java"), "class A { int a; }");
    assent("demo");

    assertThat(assent("bench", "rounds")).contains("building");
  }

  @Test
  void aCheckoutThatIsMovedOrCopiedIsNotBuiltAgain() throws Exception {
    assent("demo");
    Path moved = folder.resolve("moved");
    copy(home, moved); // every file is newer than its jar, or is not, by chance
    home = moved;

    assertThat(assent("demo")).doesNotContain("building");
  }

  @Test
  void whatMavenHasBuiltIsNotBuiltAgain() throws Exception {
    for (Path source : files(home)) {
      Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }
    run(home, folder.resolve("mvn").toString(), "verify");

    assertThat(assent("demo")).doesNotContain("building");
  }

  @Test
  void aChangedSourceIsBuilt() throws Exception {
    assent("demo");
    write(home.resolve("core/src/main/java/A.java"), "class A { int a; }");

    assertThat(assent("demo")).contains("building");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "--data x up --detach", "--json --data=x up"})
  void aNodeIsWarmedUpOnce(String line) throws Exception {
    assent("demo");
    assertThat(assent(line.split(" "))).contains("warming up");
    assertThat(assent(line.split(" "))).doesNotContain("warming up");
    assertThat(asked().getLast()).contains("-XX:AOTCache=", "-XX:+UseParallelGC").endsWith(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up --help", "demo", "--data up demo"})
  void nothingElseWarmsANodeUp(String line) throws Exception {
    assent("demo");

    assertThat(assent(line.split(" "))).isEmpty();
    assertThat(asked()).noneMatch(asked -> asked.contains("AOTCacheOutput"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks approve up", "--api-key up intents list"})
  void aCommandHasACacheOfItsOwn(String line) throws Exception {
    assent("demo");
    assent(line.split(" "));

    assertThat(asked().getLast())
        .contains("assent-command.aot", "-XX:+UseSerialGC")
        .doesNotContain("UseParallelGC")
        .endsWith(line);
    assertThat(asked()).noneMatch(asked -> asked.contains("demo --json"));
  }

  private String assent(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(home.resolve("assent").toString()));
    line.addAll(Arrays.asList(arguments));
    return run(folder, line.toArray(String[]::new));
  }

  private String run(Path where, String... line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(line).directory(where.toFile());
    builder.redirectErrorStream(true);
    builder.environment().put("ASKED", folder.resolve("asked").toString());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().merge("PATH", folder.toString(), (old, first) -> first + ":" + old);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(folder.resolve("asked"));
  }

  private void program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    write(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static List<Path> files(Path in) throws IOException {
    try (Stream<Path> all = Files.walk(in)) {
      return all.toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path each : files(from)) {
      Path there = to.resolve(from.relativize(each).toString());
      try {
        if (Files.isDirectory(each)) {
          Files.createDirectories(there);
        } else {
          Files.copy(each, there);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
