package dev.assent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRowsTest {
  private static final String KEY =
      "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":2,\"magic\":1}";
  private static final String LEVEL = "{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"magic\":0}";

  @Test
  void aVersionALevelAndTheirEnds_areReadAsConfluentWritesThem() {
    assertThat(
            SchemaRows.read(
                KEY,
                "{\"subject\":\"s\",\"version\":2,\"id\":7,\"schema\":\"x\",\"deleted\":true}"))
        .contains(new Row.Put(new StoredSchema("s", 2, 7, "x", List.of(), true)));
    assertThat(SchemaRows.read(KEY, null)).contains(new Row.Gone("s", 2));
    assertThat(SchemaRows.read(LEVEL, "{\"compatibilityLevel\":\"FULL\"}"))
        .contains(new Row.Level(Optional.of("s"), Optional.of(Compatibility.FULL)));
    assertThat(SchemaRows.read(LEVEL, null))
        .contains(new Row.Level(Optional.of("s"), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"keytype\":\"NOOP\"}", "{}", "[]", "7", "\"SCHEMA\"", ""})
  void whatHasNoMeaningHere_isPassedOver(String key) {
    assertThat(SchemaRows.read(key, "{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[1]",
        "null",
        "{not json",
        "\u0000\ufffd",
        "{\"subject\":\"s\",\"version\":2,\"id\":7}",
        "{\"subject\":\"s\",\"version\":2,\"id\":0,\"schema\":\"x\"}",
        "{\"subject\":\"s\",\"version\":0,\"id\":7,\"schema\":\"x\"}",
        "{\"subject\":\"s\",\"version\":2,\"id\":2147483647,\"schema\":\"x\"}",
        "{\"subject\":7,\"version\":2,\"id\":7,\"schema\":\"x\"}",
        "{\"subject\":\"s\",\"version\":2,\"id\":7,\"schema\":\"x\",\"references\":[{}]}"
      })
  void aVersionThatIsNotOne_isTold_andTakesNoIdAndNoVersionAway(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaRows.read(KEY, value))
        .withMessageContaining("expected");
  }

  @Test
  void whatIsNoJson_orAnUnknownLevel_isTold() {
    assertThatIllegalArgumentException().isThrownBy(() -> SchemaRows.read("{", "{}"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaRows.read(LEVEL, "{\"compatibilityLevel\":\"SOMETIMES\"}"));
    assertThatIllegalArgumentException().isThrownBy(() -> SchemaRows.read("[".repeat(9_999), "{}"));
  }
}
