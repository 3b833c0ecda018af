package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// One gateway in memory for all tests of a class.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiTest {
  protected TestGateway gateway;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory(settings());
  }

  /// What the gateway is set to.
  protected Map<String, Object> settings() {
    return Map.of();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  /// A service of another workspace.
  protected Http elsewhere() {
    return gateway.key(
        new Workspace("other", "place"),
        Principal.Kind.SERVICE,
        "initiator",
        Scope.INITIATOR,
        Set.of());
  }

  /// @param schema that the answer has to satisfy, by its name
  protected static JsonNode ok(String schema, Http.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Shapes.problems(schema, answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }
}
