package dev.assent.wire.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The schemas that programs carry which write to the public topics (docs/clients.md) are those
/// that are registered. When one has grown, the file grows with it: programs written before go on
/// with theirs.
class PublishedSchemasTest {
  private static final Path FOLDER = Path.of("..", "interop", "src", "test", "schemas");

  @ParameterizedTest
  @ValueSource(strings = {"Submit", "Cancel", "Report"})
  void theFileBesideTheProgramsIsTheSchemaThatIsRegistered(String record) throws IOException {
    String wanted =
        SchemaFormatter.format("json/pretty", Schemas.published(Schemas.named(record))) + "\n";
    Path file = FOLDER.resolve(record + ".avsc");
    assertThat(Files.readString(file)).as(file.toString()).isEqualTo(wanted);
    assertThat(new Schema.Parser().parse(wanted))
        .isEqualTo(Schemas.published(Schemas.named(record)));
  }
}
