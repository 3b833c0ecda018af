package dev.assent.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {
  @TempDir Path folder;

  @Test
  void whatANodeWritesIsReadBackInSnakeCase() throws IOException {
    NodeFiles files = new NodeFiles(folder.resolve("data"));
    NodeFiles.Node node =
        NodeFiles.Node.of(
            42, "http://g", "http://a", "http://r", "b:1", Instant.parse("2026-01-02T03:04:05Z"));
    NodeFiles.Keys keys = new NodeFiles.Keys("i", "g", "p", "d");

    files.write(node);
    files.write(keys);

    assertThat(files.node()).contains(node);
    assertThat(files.keys()).contains(keys);
    assertThat(Files.readString(files.nodeFile()))
        .contains("\"gateway_url\" : \"http://g\"", "\"started_at\" : \"2026-01-02T03:04:05Z\"");
    assertThat(Files.readString(files.keysFile())).contains("\"initiator_key\" : \"i\"");
  }

  @Test
  void everyOtherPortIsNamedAndAnEarlierBuildsFileNamesNone() throws IOException {
    NodeFiles files = new NodeFiles(folder);
    NodeFiles.Node node =
        NodeFiles.Node.of(42, "http://g", "http://a", "http://r", "b:1", Instant.EPOCH);

    files.write(node.alsoOpen(Map.of("notifier", "http://n")));
    assertThat(files.node().orElseThrow().alsoOpen())
        .containsExactly(Map.entry("notifier", "http://n"));

    String earlier = Files.readString(files.nodeFile()).replaceAll(",\\s*\"also_open\"[^}]*}", "");
    assertThat(earlier).doesNotContain("also_open");
    Files.writeString(files.nodeFile(), earlier);
    assertThat(files.node()).contains(node);
  }

  @Test
  void onlyTheOwnerMayReadTheKeys() throws IOException {
    NodeFiles files = new NodeFiles(folder);

    files.write(new NodeFiles.Keys("i", "g", "p", "d"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.keysFile())))
        .isEqualTo("rw-------");
    assertThat(files.keys().orElseThrow().toString()).doesNotContain("i,");
  }

  @Test
  void aFolderWithoutANodeHasNone() throws IOException {
    assertThat(new NodeFiles(folder).node()).isEmpty();
  }

  @Test
  void aBrokenFileIsNamedWithoutItsContent() throws IOException {
    NodeFiles files = new NodeFiles(folder);
    Files.writeString(files.keysFile(), "{\"initiator_key\": sec");

    assertThatThrownBy(files::keys)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("keys.json")
        .hasMessageNotContaining("sec");
  }
}
