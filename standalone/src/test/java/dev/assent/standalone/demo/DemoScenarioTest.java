package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DemoScenarioTest {
  @Test
  void onlyTheWaitsAreShorterThanItsAuthorWroteThem() throws IOException {
    JsonNode original =
        new ObjectMapper().readTree(DemoScenario.class.getResourceAsStream("scenario.json"));
    JsonNode shortened = DemoScenario.load().bundle();

    assertThat(gate(original).path("remind_after_seconds").asInt()).isEqualTo(300);
    assertThat(gate(shortened).path("remind_after_seconds").asInt()).isLessThan(5);
    ((ObjectNode) gate(shortened)).put("remind_after_seconds", 300);
    assertThat(shortened).isEqualTo(original);
  }

  @Test
  void itIsToldInItsAuthorsWords() throws IOException {
    DemoScenario scenario = DemoScenario.load();

    assertThat(scenario.agent()).isEqualTo("infra-validator-demo");
    assertThat(scenario.change())
        .isEqualTo("database_migration add_index_users_email on prod-postgres-main");
  }

  private static JsonNode gate(JsonNode bundle) {
    return bundle.path("workflow").path("steps").path(1);
  }
}
