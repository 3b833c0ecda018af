package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.AuthorityTable;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Who may read what, route by route, scope by scope, here and from another workspace: the table of
/// docs/authority.md, cell by cell.
class ReadAuthorityTest extends ApiTest {
  /// In everything that is made here and nowhere else, so that it is seen wherever it leaks.
  private static final String MARK = "crownjewel";

  private static final String BOT = "agent://local/default/bot";

  @Test
  void everyReadIsAllowedToThoseTheDocumentNames() throws IOException {
    Map<String, String> requests = requests();
    Callers callers = new Callers(gateway);
    AuthorityTable table = new AuthorityTable("read", callers.columns());

    assertThat(requests.keySet()).as("a request for each route there is").isEqualTo(routes());
    requests.forEach(
        (route, path) -> {
          callers
              .here()
              .forEach((scope, caller) -> table.put(route, scope, cell(caller.get(path))));
          table.put(route, Callers.NO_KEY, cell(gateway.anonymous().get(path)));
          table.put(
              route,
              Callers.ELSEWHERE,
              callers.elsewhere().stream()
                  .map(caller -> foreign(caller.get(path)))
                  .filter(cell -> !cell.equals("no"))
                  .distinct()
                  .sorted()
                  .collect(Collectors.joining(", ")));
        });

    assertThat(table.differences("What is read at the gateway")).isEmpty();
  }

  private static String cell(Http.Answer answer) {
    return switch (answer.status()) {
      case 200 -> "yes";
      case 401 -> "401";
      case 403 -> "no";
      default -> "(" + answer.status() + ": " + answer.text() + ")";
    };
  }

  /// What is said to everybody is no secret of a workspace.
  private static String foreign(Http.Answer answer) {
    if (answer.status() == 200 && answer.text().toLowerCase(Locale.ROOT).contains(MARK)) {
      return "LEAKS";
    }
    return switch (answer.status()) {
      case 200 -> "its own";
      case 404 -> "not found";
      default -> cell(answer);
    };
  }

  private Set<String> routes() {
    return gateway
        .bean(Router.class)
        .uriRoutes()
        .filter(route -> route.getHttpMethod() == HttpMethod.GET)
        .map(route -> route.getUriMatchTemplate().toPathString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Of each route one request for something that is there.
  private Map<String, String> requests() {
    Http admin = gateway.admin();
    String agent =
        made(
            "/service_account/service_account_id",
            admin.post(
                "/v1/service-accounts", "{\"name\":\"bot\",\"display_name\":\"" + MARK + "\"}"));
    String intent =
        made(
            "/intent_id",
            admin.post(
                "/v1/intents",
                """
                {"intent_type":"crownjewel.v1","to_agent":"%s","payload":{"secret":"crownjewel"},
                 "human_task":{"title":"crownjewel"}}\
                """
                    .formatted(BOT)));
    String invite =
        made("/token", admin.post("/v1/invites/create", "{\"owner_agent\":\"" + BOT + "\"}"));
    String upload =
        made(
            "/upload_id",
            admin.post(
                "/v1/media/create-upload",
                """
                {"owner_agent":"%s","filename":"crownjewel.txt","mime_type":"text/plain",
                 "size_bytes":3}\
                """
                    .formatted(BOT)));
    assertThat(
            admin
                .put("/v1/media/" + upload + "/content", "abc".getBytes(StandardCharsets.UTF_8))
                .status())
        .isLessThan(300);
    made(
        "/schema/schema_hash",
        admin.post(
            "/v1/schemas",
            """
            {"semantic_type":"acme.orders.crownjewel.v1","compatibility_mode":"warn",
             "schema_json":{"title":"crownjewel"}}\
            """));
    String user =
        made(
            "/owner_agent",
            admin.post(
                "/v1/users/register-nick",
                "{\"nick\":\"jewel\",\"display_name\":\"" + MARK + "\"}"));
    made("/intent_id", admin.post("/v1/scenarios/apply", ScenarioApiTest.seed()));
    String grant = LoginApiTest.grant(gateway).get("grant_id").asText();
    Map<String, String> requests = new TreeMap<>();
    routes().forEach(route -> requests.put(route, route));
    requests.replaceAll(
        (_, path) -> path.replaceAll("^(/v1/(intents|inbox)/)\\{id}", "$1" + intent));
    requests.replaceAll((_, path) -> path.replace("/{+address}", "/" + BOT));
    requests.put("/login/cli", "/login/cli?grant=" + grant);
    requests.put("/schemas/{name}", "/schemas/scenario.schema.json");
    requests.put("/v1/auth/cli-grants/{id}", "/v1/auth/cli-grants/" + grant);
    requests.put("/v1/invites/{token}", "/v1/invites/" + invite);
    requests.put("/v1/media/{id}", "/v1/media/" + upload);
    requests.put("/v1/media/{id}/content", "/v1/media/" + upload + "/content");
    requests.put("/v1/scenarios/{type}", "/v1/scenarios/intent.infra.change_approval.v1");
    requests.put("/v1/schemas/{type}", "/v1/schemas/acme.orders.crownjewel.v1");
    requests.put("/v1/service-accounts/{id}", "/v1/service-accounts/" + agent);
    requests.put("/v1/users/check-nick", "/v1/users/check-nick?nick=jewel");
    requests.put("/v1/users/profile", "/v1/users/profile?owner_agent=" + user);
    requests.put("/v1/webhooks/subscriptions", "/v1/webhooks/subscriptions?owner_agent=" + BOT);
    requests.replaceAll(
        (route, path) -> route.endsWith("/stream") ? path + "?wait_seconds=1" : path);
    return requests;
  }

  private static String made(String pointer, Http.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    String id = answer.json().at(pointer).asText();
    assertThat(id).as(answer.text()).isNotEmpty();
    return id;
  }
}
