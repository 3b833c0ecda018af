package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.wire.directory.DirectoryEntry;
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
  private static int strangers;

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
                "sre_oncall",
                "assent.gateway.login.answer-after",
                "1ms",
                "assent.gateway.trusted-proxies",
                "127.0.0.1"));
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  /// Each caller has an address of its own, so that they do not wait for one another.
  static Http.Answer begin(TestGateway gateway, String email) {
    return begin(gateway.anonymous().with("X-Forwarded-For", Integer.toString(++strangers)), email);
  }

  private static Http.Answer begin(Http caller, String email) {
    return caller.post("/v1/auth/login-intent", "{\"email\":\"" + email + "\"}");
  }

  static Http.Answer verify(TestGateway gateway, String id, String code) {
    return verify(
        gateway.anonymous().with("X-Forwarded-For", Integer.toString(++strangers)), id, code);
  }

  private static Http.Answer verify(Http caller, String id, String code) {
    return caller.post("/v1/auth/login-intent/" + id + "/verify", "{\"code\":\"" + code + "\"}");
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
    JsonNode login = verify(gateway, id, code("ann@example.com")).json();
    assertThat(login.get("org_id").asText()).isEqualTo("local");
    assertThat(login.get("workspace_id").asText()).isEqualTo("default");
    assertThat(login.has("refresh_token")).isFalse();
    isRefused(verify(gateway, id, code("ann@example.com")), 422, "invalid_request");

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
    assertThat(context.at("/guidance/workspace_count").asInt()).isEqualTo(1);
    JsonNode organization = context.at("/organizations/0");
    assertThat(organization.get("status").asText()).isEqualTo("active");
    assertThat(organization.get("roles").toString()).isEqualTo("[\"initiator\",\"approver\"]");
    assertThat(organization.get("workspaces")).hasSize(1);
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
  void fiveWrongCodesAreEnough() {
    String email = "dora@example.com";
    String id = id(begin(gateway, email));
    Http.Answer wrong = verify(gateway, id, wrong(email));
    isRefused(wrong, 422, "invalid_request");
    for (int i = 0; i < 4; i++) {
      assertThat(verify(gateway, id, wrong(email)).text()).isEqualTo(wrong.text());
    }
    assertThat(verify(gateway, id, code(email)).text())
        .as("the right one comes too late, and nobody is told that it was right")
        .isEqualTo(wrong.text());
  }

  @Test
  void aStrangerWhoAsksForCodesGetsFewerAndFewer_andHoldsUpOnlyStrangers() {
    try (TestGateway attacked = open("owner@example.com")) {
      String email = "owner@example.com";
      SentCodes codes = attacked.bean(SentCodes.class);
      Http owner = attacked.anonymous().with("X-Forwarded-For", "192.0.2.1");
      String id = id(begin(owner, email));
      assertThat(verify(owner, id, codes.to(email)).status()).isEqualTo(200);
      int before = codes.sent();

      for (int i = 0; i < 100; i++) {
        assertThat(begin(attacked, email).status()).isEqualTo(200);
      }
      assertThat(codes.sent()).isEqualTo(before + 3);
      for (int minute = 0; minute < 24 * 60; minute++) {
        attacked.bean(ManualClock.class).forward(Duration.ofMinutes(1));
        if (minute % 10 == 0) {
          assertThat(begin(attacked, email).status()).isEqualTo(200);
        }
      }
      assertThat(codes.sent()).as("in a day").isLessThanOrEqualTo(before + 13);

      String own = id(begin(owner, email));
      assertThat(verify(owner, own, codes.to(email)).status())
          .as("where its owner has signed in before, nobody waits")
          .isEqualTo(200);
    }
  }

  @Test
  void whoAsksTooOftenWaitsAndNobodyElseDoes() {
    try (TestGateway asked = open("a@example.com")) {
      Http one = asked.anonymous().with("X-Forwarded-For", "192.0.2.1");
      for (int i = 0; i < 20; i++) {
        assertThat(begin(one, "b@example.com").status()).isEqualTo(200);
      }
      Http.Answer refused = begin(one, "a@example.com");
      isRefused(refused, 429, "too_many_requests");
      assertThat(refused.raw().headers().firstValue("Retry-After").orElseThrow()).matches("[123]");
      isRefused(verify(one, "x", "000000"), 429, "too_many_requests");
      assertThat(begin(asked, "a@example.com").status()).isEqualTo(200);

      asked.bean(ManualClock.class).forward(Duration.ofSeconds(3));
      assertThat(begin(one, "a@example.com").status()).isEqualTo(200);
    }
  }

  @Test
  void aCodeEnds() {
    try (TestGateway later = open("a@example.com")) {
      String id = id(begin(later, "a@example.com"));
      String code = later.bean(SentCodes.class).to("a@example.com");
      later.bean(ManualClock.class).forward(Duration.ofMinutes(10));

      Http.Answer late = verify(later, id, code);
      isRefused(late, 422, "invalid_request");
      assertThat(verify(later, "nothing", code).text()).isEqualTo(late.text());
    }
  }

  private static TestGateway open(String email) {
    return TestGateway.inMemory(
        Map.of(
            "assent.gateway.login.emails",
            List.of(email),
            "assent.gateway.login.answer-after",
            "1ms",
            "assent.gateway.trusted-proxies",
            "127.0.0.1"));
  }

  @Test
  void nobodyIsToldWhoMaySignIn() {
    Http.Answer stranger = begin(gateway, "stranger@example.com");
    Http.Answer known = begin(gateway, "eve@example.com");
    String id = id(stranger);
    assertThat(stranger.text().replace(id, "ID")).isEqualTo(known.text().replace(id(known), "ID"));
    assertThat(verify(gateway, id, "000000").text())
        .isEqualTo(verify(gateway, id(known), wrong("eve@example.com")).text());
    assertThat(gateway.bean(SentCodes.class).knows("stranger@example.com")).isFalse();
    try (TestGateway closed = TestGateway.inMemory()) {
      Http.Answer answer = begin(closed, "ann@example.com");
      isRefused(answer, 403, "login_disabled");
      assertThat(answer.json().get("detail").asText()).contains("assent.gateway.login.emails");
      assertThat(closed.bean(SentCodes.class).sent()).isZero();
    }
    isRefused(gateway.anonymous().post("/v1/auth/login-intent", "{}"), 422, "invalid_request");
    isRefused(
        gateway.anonymous().post("/v1/auth/refresh", "{\"refresh_token\":\"r2\"}"),
        401,
        "invalid_refresh_token");
  }

  @Test
  void aHundredTerminalsThatWaitKeepNobodyOut() {
    for (int i = 0; i < 1_000; i++) {
      grant(gateway);
    }
    JsonNode grant = grant(gateway);
    String key = gateway.approver().headers().getOrDefault("x-api-key", "");
    Http.Answer done = approve(gateway, grant, grant.get("user_code").asText(), key);
    assertThat(done.status()).as(done.text()).isEqualTo(200);
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
    assertThat(gateway.anonymous().get(poll).json())
        .as("fetching it again gives the same key, and changes nothing")
        .isEqualTo(approved);
    assertThat(approve(gateway, grant, code, key).status()).isEqualTo(410);
    isRefused(gateway.anonymous().get("/v1/auth/cli-grants/nothing"), 404, "not_found");
    assertThat(gateway.anonymous().get("/login/cli?grant=%3Cb%3E").text()).doesNotContain("<b>");
  }

  @Test
  void aKeyIsFetchedWithinAMinuteOfLettingItsTerminalIn() {
    try (TestGateway later = TestGateway.inMemory()) {
      JsonNode grant = grant(later);
      JsonNode forgotten = grant(later);
      String poll = "/v1/auth/cli-grants/" + grant.get("grant_id").asText();
      String key = later.approver().headers().getOrDefault("x-api-key", "");
      assertThat(approve(later, grant, grant.get("user_code").asText(), key).status())
          .isEqualTo(200);
      later.bean(ManualClock.class).forward(Duration.ofMinutes(1));
      isRefused(later.anonymous().get(poll), 410, "grant_expired");

      later.bean(ManualClock.class).forward(Duration.ofMinutes(9));
      isRefused(
          later.anonymous().get("/v1/auth/cli-grants/" + forgotten.get("grant_id").asText()),
          410,
          "grant_expired");
      assertThat(approve(later, forgotten, forgotten.get("user_code").asText(), key).status())
          .isEqualTo(410);
    }
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
