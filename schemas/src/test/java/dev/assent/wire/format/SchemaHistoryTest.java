package dev.assent.wire.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.wire.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Today's schemas and every released one read each other (FULL_TRANSITIVE), and are written as
/// `parts.avdl` promises.
class SchemaHistoryTest {
  private static final Path HISTORY = Path.of("src/test/resources/history");
  private static final String RELEASE = "assent.release-schemas";
  private static final String COMMAND =
      "mvn -B -pl schemas -am -Dtest=SchemaHistoryTest -Dsurefire.failIfNoSpecifiedTests=false -D"
          + RELEASE
          + " test";

  static Iterable<Schema> today() {
    return Schemas.all();
  }

  @ParameterizedTest
  @MethodSource("today")
  void todaysSchema_andEveryReleasedOne_readEachOther(Schema schema) throws IOException {
    Schema today = Schemas.published(schema);
    List<Path> released = released(schema.getName());
    if (System.getProperty(RELEASE) != null) {
      release(today, released);
      return;
    }
    assertThat(released)
        .as("released versions of %s; at a release run  %s", schema.getName(), COMMAND)
        .isNotEmpty();
    for (Path file : released) {
      Schema then = new Schema.Parser().parse(Files.readString(file));
      assertThat(problems(today, then)).as(advice("today's cannot read", file)).isEmpty();
      assertThat(problems(then, today)).as(advice("today's cannot be read by", file)).isEmpty();
    }
  }

  private static List<String> problems(Schema reader, Schema writer) {
    SchemaCompatibility.SchemaPairCompatibility found =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    return found.getType() == SchemaCompatibilityType.COMPATIBLE
        ? List.of()
        : found.getResult().getIncompatibilities().stream().map(Object::toString).toList();
  }

  private static String advice(String what, Path file) {
    return """
    %s %s.
    Records written with it are on topics that are kept for ever, and programs of others read ours.
    Make the change so that both sides can: add a field with a default; never rename, remove or
    retype one; write a new alternative as one more nullable record.
    If, and only if, no release has ever carried that file (see git log), delete it and run
      %s
    Never edit or delete a released one.\
    """
        .formatted(what, file, COMMAND);
  }

  private static List<Path> released(String record) throws IOException {
    if (!Files.isDirectory(HISTORY)) {
      return List.of();
    }
    try (var files = Files.list(HISTORY)) {
      return files
          .filter(file -> file.getFileName().toString().matches(record + "-\\d+\\.avsc"))
          .sorted(Comparator.comparingInt(SchemaHistoryTest::version))
          .toList();
    }
  }

  private static int version(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll(".*-(\\d+)\\.avsc", "$1"));
  }

  /// Adds today's schema as the next version, unless it is the newest one already.
  private static void release(Schema today, List<Path> released) throws IOException {
    String text = CanonicalJson.parse(today.toString()).toPrettyString() + "\n";
    if (released.isEmpty() || !Files.readString(released.getLast()).equals(text)) {
      int next = released.isEmpty() ? 1 : version(released.getLast()) + 1;
      Files.createDirectories(HISTORY);
      Files.writeString(HISTORY.resolve(today.getName() + "-" + next + ".avsc"), text);
    }
  }

  @Test
  void everyRecordAndField_saysWhatItMeans() {
    assertThat(namedTypes().values()).allMatch(type -> type.getDoc() != null, "has a comment");
    assertThat(fields()).allMatch(field -> field.doc() != null, "has a comment");
  }

  @Test
  void whatMayBeAbsent_isAbsentByDefault_andNothingElseIsAUnion() {
    for (Schema.Field field : fields()) {
      if (field.schema().isUnion()) {
        assertThat(field.schema().getTypes()).as(field.name()).hasSize(2);
        assertThat(field.schema().getTypes().getFirst().getType()).isEqualTo(Schema.Type.NULL);
        assertThat(field.defaultVal()).as(field.name()).isEqualTo(JsonProperties.NULL_VALUE);
      }
    }
  }

  @Test
  void noListOfWords_isFixedInASchema() {
    assertThat(namedTypes().values()).noneMatch(type -> type.getType() == Schema.Type.ENUM);
  }

  private static List<Schema.Field> fields() {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema type : namedTypes().values()) {
      if (type.getType() == Schema.Type.RECORD) {
        fields.addAll(type.getFields());
      }
    }
    return fields;
  }

  private static Map<String, Schema> namedTypes() {
    Map<String, Schema> found = new LinkedHashMap<>();
    Schemas.all().forEach(schema -> collect(schema, found));
    return found;
  }

  private static void collect(Schema schema, Map<String, Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.put(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema(), found));
        }
      }
      case FIXED, ENUM -> found.put(schema.getFullName(), schema);
      case ARRAY -> collect(schema.getElementType(), found);
      case MAP -> collect(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(type -> collect(type, found));
      case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
    }
  }
}
