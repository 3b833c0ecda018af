package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.wire.DirectoryEntry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What `axme login`, `whoami`, `session` and `logout` ask for.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginApiTest {
  private TestGateway gateway;

  @BeforeAll
  void start() {
    gateway =
        TestGateway.inMemory(
            Map.of(
                "assent.gateway.login.emails",
                "Ann@example.com,"
                    + " bob@example.com,carl@example.com,dora@example.com,eve@example.com",
                "assent.gateway.login.roles",
                "sre_oncall"));
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  static Http.Answer begin(TestGateway gateway, String email) {
    return gateway.anonymous().post("/v1/auth/login-intent", "{\"email\":\"" + email + "\"}");
  }

  static Http.Answer verify(TestGateway gateway, String id, String code) {
    return gateway
        .anonymous()
        .post("/v1/auth/login-intent/" + id + "/verify", "{\"code\":\"" + code + "\"}");
  }

  static String id(Http.Answer begun) {
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    return begun.json().get("intent_id").asText();
  }

  private JsonNode login(String email) {
    String id = id(begin(gateway, email));
    Http.Answer answer = verify(gateway, id, code(email));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private String code(String email) {
    return gateway.bean(SentCodes.class).to(email);
  }

  private String wrong(String email) {
    return code(email).equals("000000") ? "000001" : "000000";
  }

  private Http bearer(JsonNode login) {
    return gateway
        .anonymous()
        .with("Authorization", "Bearer " + login.get("account_session_token").asText());
  }

  private static void isRefused(Http.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
    assertThat(answer.json().get("detail").isTextual()).isTrue();
  }

  @Test
  void theRightCodeIsAPersonsKey() {
    Http.Answer begun = begin(gateway, " ANN@example.com ");
    assertThat(begun.json().get("expires_in").asInt()).isEqualTo(600);
    assertThat(begun.json().get("grant_id").asText()).isEmpty();
    assertThat(begun.text()).doesNotContain(code("ann@example.com"));
    assertThat(code("ann@example.com")).matches("[0-9]{6}");
    String id = id(begun);

    Http.Answer another = verify(gateway, id, wrong("ann@example.com"));
    isRefused(another, 422, "invalid_request");
    assertThat(another.json().get("detail").asText()).contains("tries left: 4");
    JsonNode login = verify(gateway, id, code("ann@example.com")).json();
    assertThat(login.get("org_id").asText()).isEqualTo("local");
    assertThat(login.get("workspace_id").asText()).isEqualTo("default");
    assertThat(login.has("refresh_token")).isFalse();
    isRefused(verify(gateway, id, code("ann@example.com")), 409, "code_used");

    Http ann = gateway.anonymous().key(login.get("api_key").asText());
    String question =
        ann.post(
                "/v1/intents",
                """
                {"intent_type":"intent.ask.v1","to_agent":"human",
                 "human_task":{"title":"?","assignees":["role:sre_oncall"]}}\
                """)
            .json()
            .get("intent_id")
            .asText();
    assertThat(
            ann.post(
                    "/v1/intents/" + question + "/resume",
                    "{\"task_result\":{\"outcome\":\"approved\"}}")
                .status())
        .isEqualTo(200);
    assertThat(ann.get("/v1/keys").status()).as("no admin").isEqualTo(403);
  }

  @Test
  void theAccountIsShownAndDescribed() {
    Http bob = bearer(login("bob@example.com"));
    JsonNode profile =
        bob.post("/v1/portal/personal/profile", "{\"display_name\":\"Bob\",\"company\":\"Acme\"}")
            .json()
            .get("profile");
    assertThat(profile.get("company").asText()).isEqualTo("Acme");

    JsonNode context = bob.get("/v1/portal/personal/context").json();
    assertThat(context.at("/context/workspace_id").asText()).isEqualTo("default");
    assertThat(context.at("/account/email").asText()).isEqualTo("bob@example.com");
    assertThat(context.at("/account/display_name").asText()).isEqualTo("Bob");
    assertThat(context.at("/selected_organization/name").asText()).isEqualTo("local");
    assertThat(context.at("/workspaces/0/roles").toString())
        .isEqualTo("[\"initiator\",\"approver\"]");
    assertThat(context.get("guidance").isObject()).isTrue();
    String choice = "{\"org_id\":\"local\",\"workspace_id\":\"%s\"}";
    assertThat(
            bob.post("/v1/portal/personal/workspace-selection", choice.formatted("default"))
                .json()
                .at("/selected_workspace/org_name")
                .asText())
        .isEqualTo("local");
    isRefused(
        bob.post("/v1/portal/personal/workspace-selection", choice.formatted("other")),
        404,
        "not_found");
    isRefused(gateway.anonymous().get("/v1/portal/personal/context"), 401, "missing_api_key");
  }

  @Test
  void aSessionIsListedAndEnds() {
    Http one = bearer(login("carl@example.com"));
    Http two = bearer(login("carl@example.com"));
    Http three = bearer(login("carl@example.com"));
    JsonNode sessions = one.get("/v1/auth/sessions?include_revoked=false").json().get("sessions");
    assertThat(sessions).hasSize(3);
    assertThat(sessions.findValuesAsText("is_current")).containsOnlyOnce("true");
    String current = "";
    for (JsonNode session : one.get("/v1/auth/sessions").json().get("sessions")) {
      current =
          session.get("is_current").asBoolean() ? session.get("session_id").asText() : current;
    }
    String body = "{\"session_id\":\"" + current + "\"}";
    isRefused(gateway.admin().post("/v1/auth/sessions/revoke", body), 404, "not_found");
    assertThat(two.post("/v1/auth/sessions/revoke", body).json().get("revoked").asBoolean())
        .isTrue();
    isRefused(one.get("/v1/auth/sessions"), 401, "unauthorized");
    assertThat(two.get("/v1/auth/sessions").json().get("sessions")).hasSize(2);
    assertThat(two.get("/v1/auth/sessions?include_revoked=true").json().get("sessions")).hasSize(3);

    JsonNode all = two.post("/v1/auth/logout-all", "{}").json();
    assertThat(all.get("ok").asBoolean()).isTrue();
    assertThat(all.get("revoked_sessions").asInt()).isEqualTo(2);
    isRefused(three.get("/v1/auth/sessions"), 401, "unauthorized");
  }

  @Test
  void fiveWrongCodesAreEnough_andSoAreFiveCodes() {
    String email = "dora@example.com";
    String id = id(begin(gateway, email));
    for (int i = 0; i < 5; i++) {
      isRefused(verify(gateway, id, wrong(email)), 422, "invalid_request");
    }
    isRefused(verify(gateway, id, code(email)), 410, "too_many_attempts");
    for (int i = 0; i < 4; i++) {
      assertThat(begin(gateway, email).status()).isEqualTo(200);
    }
    Http.Answer tooMany = begin(gateway, email);
    isRefused(tooMany, 429, "too_many_codes");
    assertThat(tooMany.raw().headers().firstValue("Retry-After")).contains("60");
  }

  @Test
  void aCodeEnds() {
    try (TestGateway later =
        TestGateway.inMemory(Map.of("assent.gateway.login.emails", List.of("a@example.com")))) {
      String id = id(begin(later, "a@example.com"));
      String code = later.bean(SentCodes.class).to("a@example.com");
      later.bean(ManualClock.class).forward(Duration.ofMinutes(10));

      isRefused(verify(later, id, code), 410, "code_expired");
      isRefused(verify(later, "nothing", code), 404, "not_found");
    }
  }

  @Test
  void nobodyElseMaySignIn() {
    isRefused(begin(gateway, "stranger@example.com"), 403, "not_allowed");
    try (TestGateway closed = TestGateway.inMemory()) {
      Http.Answer answer = begin(closed, "ann@example.com");
      isRefused(answer, 403, "login_disabled");
      assertThat(answer.json().get("detail").asText()).contains("assent.gateway.login.emails");
      assertThat(closed.bean(SentCodes.class).count()).isZero();
    }
    isRefused(gateway.anonymous().post("/v1/auth/login-intent", "{}"), 422, "invalid_request");
    isRefused(
        gateway.anonymous().post("/v1/auth/refresh", "{\"refresh_token\":\"r2\"}"),
        401,
        "invalid_refresh_token");
  }

  static JsonNode grant(TestGateway gateway) {
    JsonNode grant = gateway.anonymous().send("POST", "/v1/auth/cli-grants", "").json();
    assertThat(grant.get("approval_url").asText()).contains("/login/cli?code=");
    return grant;
  }

  /// As the form of the page does.
  static Http.Answer approve(TestGateway gateway, JsonNode grant, String code, String key) {
    return gateway
        .anonymous()
        .with("Content-Type", "application/x-www-form-urlencoded")
        .post(
            "/login/cli",
            "grant=%s&code=%s&key=%s"
                .formatted(
                    grant.get("grant_id").asText(),
                    code,
                    URLEncoder.encode(key, StandardCharsets.UTF_8)));
  }

  @Test
  void aTerminalIsLetInFromABrowser() {
    JsonNode grant = grant(gateway);
    String poll = "/v1/auth/cli-grants/" + grant.get("grant_id").asText();
    String code = grant.get("user_code").asText();
    assertThat(gateway.anonymous().get(poll).json().get("state").asText()).isEqualTo("pending");

    Http.Answer page =
        gateway
            .anonymous()
            .get("/login/cli?code=" + code + "&grant=" + grant.get("grant_id").asText());
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains(code).contains("<form method=\"post\"");
    assertThat(page.raw().headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(gateway.anonymous().get(poll).json().get("state").asText())
        .as("looking lets nobody in")
        .isEqualTo("pending");

    String key = gateway.approver().headers().getOrDefault("x-api-key", "");
    assertThat(approve(gateway, grant, "WRNG-CODE", key).status()).isEqualTo(422);
    assertThat(approve(gateway, grant, code, "no-key").status()).isEqualTo(401);
    assertThat(
            approve(gateway, grant, code, gateway.agent().headers().getOrDefault("x-api-key", ""))
                .status())
        .isEqualTo(403);
    assertThat(gateway.anonymous().get(poll).json().get("state").asText()).isEqualTo("pending");
    Http.Answer done = approve(gateway, grant, code, key);
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(done.text()).contains("signed in as <b>approver</b>").doesNotContain(key);

    JsonNode approved = gateway.anonymous().get(poll).json();
    assertThat(approved.get("state").asText()).isEqualTo("approved");
    Http terminal = gateway.anonymous().key(approved.get("api_key").asText());
    assertThat(terminal.get("/v1/me/tasks").status()).isEqualTo(200);
    assertThat(terminal.post("/v1/intents", "{\"intent_type\":\"x\",\"to_agent\":\"y\"}").status())
        .as("an approver's terminal may do no more than the approver")
        .isEqualTo(403);
    isRefused(gateway.anonymous().get(poll), 410, "grant_expired");
    isRefused(gateway.anonymous().get("/v1/auth/cli-grants/nothing"), 404, "not_found");
    assertThat(gateway.anonymous().get("/login/cli?grant=%3Cb%3E").text()).doesNotContain("<b>");
  }

  @Test
  void nothingThatIsKeptHasASecretInIt() {
    String email = "eve@example.com";
    String id = id(begin(gateway, email));
    JsonNode grant = grant(gateway);

    String kept = gateway.node().directory().all(DirectoryEntry.Document.class).toString();
    assertThat(kept).contains(id);
    assertThat(kept).doesNotContain("\"" + code(email) + "\"").doesNotContain(":" + code(email));
    assertThat(kept).doesNotContain(grant.get("grant_id").asText());
  }
}
