package dev.assent.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.fields.Nearest;
import dev.assent.platform.intake.fields.Warning;
import dev.assent.wire.json.CanonicalJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarningsTest {
  private static Fields fields(String text) {
    return Fields.of((ObjectNode) CanonicalJson.parse(text));
  }

  @Test
  void whatNobodyReadIsNamedWithItsPath() {
    Fields fields = fields("{\"a\":{\"b\":[{\"c\":1,\"d\":2}],\"e\":1},\"f\":null,\"g\":\"\"}");
    fields.optionalObject("a").orElseThrow().objects("b").getFirst().optionalCount("c", 0, 9);

    assertThat(fields.warnings()).extracting(Warning::path).containsExactly("a.e", "a.b[0].d");
  }

  @Test
  void aSlipIsToldWithTheNameThatWasMeant() {
    for (String slip :
        List.of("remind_afer_seconds", "remindAfterSeconds", "remind-after-second")) {
      Fields fields = fields("{\"" + slip + "\":1}");
      fields.optionalSeconds("remind_after_seconds");
      fields.optionalSeconds("remind_interval_seconds");

      assertThat(fields.warnings())
          .singleElement()
          .hasToString(
              "'"
                  + slip
                  + "': there is no such field; did you mean 'remind_after_seconds'? It has"
                  + " no effect");
    }
  }

  @Test
  void lookingAtAFieldGivesItNoEffect() {
    Fields fields = fields("{\"human_task\":{\"title\":\"T\"}}");
    assertThat(fields.has("human_task")).isTrue();
    fields.is("on an agent's step");

    assertThat(fields.warnings())
        .containsExactly(new Warning("human_task", "it has no effect on an agent's step"));
  }

  @Test
  void anObjectThatIsTakenAsItIsMayHaveAnything() {
    Fields fields = fields("{\"payload\":{\"anything\":1}}");
    fields.optionalJsonObject("payload");

    assertThat(fields.warnings()).isEmpty();
  }

  @Test
  void howManyThereAreIsBounded() {
    StringBuilder many = new StringBuilder("{\"z\":1");
    for (int i = 0; i < 10_000; i++) {
      many.append(",\"x").append(i).append("\":1");
    }

    assertThat(fields(many + "}").warnings()).hasSize(100);
  }

  @Test
  void theNearestNameIsOnlyOneThatIsNear() {
    List<String> names = List.of("sre_oncall", "boss");
    assertThat(Nearest.to("sre_oncal", names)).contains("sre_oncall");
    assertThat(Nearest.to("sre-on-call", names)).contains("sre_oncall");
    assertThat(Nearest.to("bos", names)).contains("boss");
    assertThat(Nearest.to("finance", names)).isEmpty();
    assertThat(Nearest.to("x".repeat(500_000), names)).isEqualTo(Optional.empty());
  }
}
