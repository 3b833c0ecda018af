package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Looking changes nothing: whatever is asked with GET or HEAD, by anybody, no topic has a record
/// more afterwards.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookingTest {
  private TestGateway gateway;

  /// What stands for the variables of paths: of everything that there is one that exists.
  private final List<String> ids = new ArrayList<>();

  private Http session;

  @BeforeAll
  void start() {
    gateway =
        TestGateway.inMemory(
            Map.of(
                "assent.gateway.login.emails",
                "ann@example.com",
                "assent.gateway.login.answer-after",
                "1ms"));
    Http initiator = gateway.initiator();
    ids.add("nothing");
    ids.add(
        made(
            "/intent_id",
            initiator.post(
                "/v1/intents",
                """
                {"intent_type":"a.b.v1","to_agent":"human","human_task":{"title":"?"}}\
                """)));
    ids.add("bot");
    ids.add(
        made(
            "/service_account/service_account_id",
            initiator.post("/v1/service-accounts", "{\"name\":\"bot\"}")));
    ids.add(
        made(
            "/token",
            initiator.post(
                "/v1/invites/create", "{\"owner_agent\":\"agent://local/default/bot\"}")));
    ids.add(
        made(
            "/upload_id",
            initiator.post(
                "/v1/media/create-upload",
                """
                {"owner_agent":"agent://local/default/bot","filename":"a.txt",
                 "mime_type":"text/plain","size_bytes":3}\
                """)));
    JsonNode grant = LoginApiTest.grant(gateway);
    String key = gateway.approver().headers().getOrDefault("x-api-key", "");
    LoginApiTest.approve(gateway, grant, grant.get("user_code").asText(), key);
    ids.add(grant.get("grant_id").asText());
    session =
        gateway
            .anonymous()
            .key(
                gateway
                    .anonymous()
                    .get("/v1/auth/cli-grants/" + grant.get("grant_id").asText())
                    .json()
                    .get("api_key")
                    .asText());
    ids.add(LoginApiTest.grant(gateway).get("grant_id").asText());
    ids.add(LoginApiTest.id(LoginApiTest.begin(gateway, "ann@example.com")));
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private static String made(String pointer, Http.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    String id = answer.json().at(pointer).asText();
    assertThat(id).as(answer.text()).isNotEmpty();
    return id;
  }

  private Set<String> paths() {
    return gateway
        .bean(Router.class)
        .uriRoutes()
        .filter(
            route ->
                route.getHttpMethod() == HttpMethod.GET || route.getHttpMethod() == HttpMethod.HEAD)
        .map(route -> route.getUriMatchTemplate().toPathString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// A stream that finds its thing is open for a second: two of each do.
  private List<String> ids(String path) {
    return path.endsWith("/stream") ? ids.subList(0, 3) : ids;
  }

  @Test
  void noGetAndNoHeadWritesAnything() {
    Set<String> paths = paths();
    assertThat(paths)
        .contains("/v1/auth/cli-grants/{id}", "/v1/intents/{id}", "/login/cli", "/v1/keys");
    List<String> wrote = new ArrayList<>();
    int answered = 0;
    for (String path : paths) {
      for (String id : path.contains("{") ? ids(path) : List.of("")) {
        String asked = path.replaceAll("\\{[^}]*}", id) + "?wait_seconds=1&grant=" + ids.getLast();
        for (Http caller : List.of(gateway.anonymous(), session, gateway.admin())) {
          for (String method : List.of("HEAD", "GET")) {
            String before = gateway.node().written();
            answered += caller.send(method, asked, "").status() < 300 ? 1 : 0;
            if (!gateway.node().written().equals(before)) {
              wrote.add(method + " " + path);
            }
          }
        }
      }
    }
    assertThat(wrote).isEmpty();
    assertThat(answered).as("requests that were not refused").isGreaterThan(paths.size());
  }

  @Test
  void aLookAfterLongDoesNotEvenLengthenASession() {
    gateway.bean(ManualClock.class).forward(Duration.ofHours(2));
    String before = gateway.node().written();
    assertThat(session.get("/v1/me/tasks").status()).isEqualTo(200);
    assertThat(gateway.node().written()).isEqualTo(before);
    assertThat(session.post("/v1/portal/personal/profile", "{}").status()).isEqualTo(200);
    assertThat(gateway.node().written()).contains("session-uses");
  }
}
