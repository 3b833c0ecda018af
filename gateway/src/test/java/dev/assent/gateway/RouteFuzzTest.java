package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.testing.fuzz.Hostile;
import dev.assent.testing.fuzz.RouteFuzz;
import io.micronaut.web.router.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every route of the gateway, with what the real clients send, spoilt.
class RouteFuzzTest {
  private static final int REQUESTS = Integer.getInteger("assent.fuzz.requests", 6_000);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUESTION =
      """
      {"intent_type":"a.b.v1","to_agent":"human","payload":{"n":1},
       "human_task":{"title":"?","form_schema":{"properties":{"a":{"type":"number","maximum":10}}}}}\
      """;

  @Test
  void noRequestMakesTheGatewayFail_andTheNextOneIsAnswered() throws IOException {
    Hostile hostile = Hostile.seeded();
    try (TestGateway gateway = TestGateway.inMemory()) {
      List<String> ids = new ArrayList<>(List.of("nothing", "bot", "local", "default"));
      for (int i = 0; i < 20; i++) {
        ids.add(gateway.initiator().post("/v1/intents", QUESTION).json().get("intent_id").asText());
      }
      RouteFuzz.Found found =
          new RouteFuzz(
                  gateway.anonymous().base(),
                  routes(gateway),
                  Stream.of(
                          gateway.initiator(),
                          gateway.agent(),
                          gateway.approver(),
                          gateway.admin(),
                          gateway.anonymous().key("wrong"))
                      .map(caller -> Objects.requireNonNull(caller.headers().get("x-api-key")))
                      .toList(),
                  ids,
                  recorded(),
                  hostile)
              .run(REQUESTS);

      assertThat(found.faults()).as("seed %d, %s", hostile.seed(), found.statuses()).isEmpty();
      assertThat(found.statuses()).as("seed %d", hostile.seed()).containsKeys(200, 401, 422);
      String id =
          gateway.initiator().post("/v1/intents", QUESTION).json().get("intent_id").asText();
      assertThat(
              gateway
                  .approver()
                  .post(
                      "/v1/intents/" + id + "/resume",
                      "{\"task_result\":{\"outcome\":\"approved\",\"a\":3}}")
                  .status())
          .isEqualTo(200);
    }
  }

  private static List<RouteFuzz.Route> routes(TestGateway gateway) {
    List<RouteFuzz.Route> routes =
        gateway
            .bean(Router.class)
            .uriRoutes()
            .map(
                route ->
                    new RouteFuzz.Route(
                        route.getHttpMethodName(), route.getUriMatchTemplate().toPathString()))
            .distinct()
            .toList();
    assertThat(routes).hasSizeGreaterThan(60);
    return routes;
  }

  /// What clients sent.
  private static List<String> recorded() throws IOException {
    List<String> bodies = new ArrayList<>(List.of(QUESTION));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    RouteFuzzTest.class.getResourceAsStream("/axp/requests.jsonl")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode body = JSON.readTree(line).path("body");
        if (body.isContainerNode()) {
          bodies.add(body.toString());
        } else if (body.isTextual() && body.textValue().startsWith("{")) {
          bodies.add(body.textValue());
        }
      }
    }
    assertThat(bodies).hasSizeGreaterThan(10);
    return bodies;
  }
}
