package dev.assent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
  private static final Schema ONE = SchemaBuilder.record("R").fields().requiredInt("a").endRecord();
  private static final Schema WITH_DEFAULT =
      SchemaBuilder.record("R").fields().requiredInt("a").optionalInt("b").endRecord();
  private static final Schema WITHOUT_DEFAULT =
      SchemaBuilder.record("R").fields().requiredInt("a").requiredInt("b").endRecord();

  @ParameterizedTest
  @CsvSource({
    "NONE, true",
    "BACKWARD, false",
    "FORWARD, true",
    "FULL, false",
  })
  void aNewFieldWithoutDefaultCannotReadWhatCameBefore(String level, boolean compatible) {
    assertThat(Compatibility.named(level).objections(WITHOUT_DEFAULT, List.of(ONE)).isEmpty())
        .isEqualTo(compatible);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, true",
    "BACKWARD, true",
    "FORWARD, false",
    "FULL, false",
  })
  void aDroppedFieldWithoutDefaultCannotBeReadByWhatCameBefore(String level, boolean compatible) {
    assertThat(Compatibility.named(level).objections(ONE, List.of(WITHOUT_DEFAULT)).isEmpty())
        .isEqualTo(compatible);
  }

  @ParameterizedTest
  @CsvSource({
    "BACKWARD, true",
    "BACKWARD_TRANSITIVE, false",
  })
  void transitiveLevelsLookAtEveryPredecessor(String level, boolean compatible) {
    List<Schema> earlier = List.of(ONE, WITHOUT_DEFAULT);

    assertThat(Compatibility.named(level).objections(WITHOUT_DEFAULT, earlier).isEmpty())
        .isEqualTo(compatible);
  }

  @Test
  void aFieldWithDefaultIsCompatibleBothWays() {
    assertThat(Compatibility.FULL_TRANSITIVE.objections(WITH_DEFAULT, List.of(ONE))).isEmpty();
  }

  @Test
  void anUnknownLevelIsRefused() {
    assertThatThrownBy(() -> Compatibility.named("SOMETIMES"))
        .isInstanceOf(RegistryRefusedException.class)
        .hasMessageContaining("SOMETIMES");
  }
}
