package dev.assent.wire.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaGrowthTest {
  private static final String ROW =
      "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
          + "{\"name\":\"at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}],"
          + "\"default\":null},"
          + "{\"name\":\"parts\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\","
          + "\"name\":\"Part\",\"fields\":[{\"name\":\"n\",\"type\":\"int\",\"default\":0}]}},"
          + "\"default\":[]}]}";

  private static Schema schema(String text) {
    return new Schema.Parser().parse(text);
  }

  @Test
  void whatOnlyAddsIsTaken() {
    String grown =
        ROW.replace(
            "\"fields\":[{\"name\":\"id\"",
            "\"fields\":[{\"name\":\"more\",\"type\":\"int\",\"default\":1},{\"name\":\"id\"");

    assertThat(SchemaGrowth.objections(schema(ROW), schema(ROW))).isEmpty();
    assertThat(SchemaGrowth.objections(schema(grown), schema(ROW))).isEmpty();
  }

  @Test
  void aFieldLeftOutIsNamed_alsoDeepInside() {
    assertThat(SchemaGrowth.objections(schema(ROW.replace("\"id\"", "\"other\"")), schema(ROW)))
        .containsExactly("expected the field Row.id to be kept, but it is left out");
    assertThat(SchemaGrowth.objections(schema(ROW.replace("\"n\"", "\"m\"")), schema(ROW)))
        .containsExactly("expected the field Part.n to be kept, but it is left out");
  }

  @Test
  void anotherUnitOfTimeIsNotTheSame_norIsNone() {
    String millis = ROW.replace("timestamp-micros", "timestamp-millis");
    String none = ROW.replace(",\"logicalType\":\"timestamp-micros\"", "");

    assertThat(SchemaGrowth.objections(schema(millis), schema(ROW)))
        .singleElement()
        .asString()
        .contains("Row.at", "timestamp-micros", "timestamp-millis");
    assertThat(SchemaGrowth.objections(schema(none), schema(ROW)))
        .singleElement()
        .asString()
        .contains("Row.at", "no logical type");
  }

  @Test
  void ourOwnSchemasAreComparedToTheirEnd() {
    for (Schema schema : Schemas.all()) {
      assertThat(SchemaGrowth.objections(schema, schema)).as(schema.getFullName()).isEmpty();
    }
  }
}
