package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.access.TestSessions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What ends a session.
class SessionsApiTest {
  private static final String EMAILS = "assent.gateway.login.emails";
  private static final String LOOK = "/v1/auth/sessions";
  private static final String ACT = "/v1/portal/personal/profile";

  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway =
        TestGateway.inMemory(
            Map.of(EMAILS, "ann@example.com", "assent.gateway.login.answer-after", "1ms"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /// A terminal that somebody lets in with a key of theirs.
  private Http letIn(Http by) {
    JsonNode grant = LoginApiTest.grant(gateway);
    String key = by.headers().getOrDefault("x-api-key", "");
    Http.Answer done = LoginApiTest.approve(gateway, grant, grant.get("user_code").asText(), key);
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    return gateway
        .anonymous()
        .key(
            gateway
                .anonymous()
                .get("/v1/auth/cli-grants/" + grant.get("grant_id").asText())
                .json()
                .get("api_key")
                .asText());
  }

  private Http byEmail() {
    String id = LoginApiTest.id(LoginApiTest.begin(gateway, "ann@example.com"));
    String code = gateway.bean(SentCodes.class).to("ann@example.com");
    return gateway
        .anonymous()
        .key(LoginApiTest.verify(gateway, id, code).json().get("api_key").asText());
  }

  private Http person(String id) {
    return gateway.key(
        TestGateway.WORKSPACE, Principal.Kind.PERSON, id, Scope.APPROVER, Set.of("*"));
  }

  private String keyId(Http of) {
    for (JsonNode key : gateway.admin().get("/v1/keys").json().get("keys")) {
      if (of.headers().getOrDefault("x-api-key", "").endsWith(key.get("key_hint").asText())) {
        return key.get("key_id").asText();
      }
    }
    throw new AssertionError("expected the key to be listed");
  }

  private void wait(Duration time) {
    gateway.bean(ManualClock.class).forward(time);
  }

  @Test
  void itEndsWithTheKeyThatLetItIn_andSoDoWhatItLetIn() {
    Http ann = person("ann");
    Http session = letIn(ann);
    Http further = letIn(session);
    assertThat(further.get(LOOK).status()).isEqualTo(200);

    assertThat(gateway.admin().delete("/v1/keys/" + keyId(ann)).status()).isEqualTo(200);

    assertThat(session.get(LOOK).status()).isEqualTo(401);
    assertThat(further.get(LOOK).status()).isEqualTo(401);
    assertThat(person("ann").get(LOOK).json().get("sessions")).isEmpty();
  }

  @Test
  void itEndsWithItsPerson() {
    Http session = letIn(person("ann"));
    Http email = byEmail();
    Http other = letIn(person("bob"));

    JsonNode ended = gateway.admin().post("/v1/keys/revoke-owner", "{\"owner\":\"ann\"}").json();
    gateway.admin().post("/v1/keys/revoke-owner", "{\"owner\":\"ann@example.com\"}");

    assertThat(ended.get("revoked_keys")).hasSize(2);
    assertThat(session.get(LOOK).status()).isEqualTo(401);
    assertThat(email.get(LOOK).status()).isEqualTo(401);
    assertThat(other.get(LOOK).status()).isEqualTo(200);
    wait(Duration.ofSeconds(1));
    assertThat(byEmail().get(LOOK).status()).as("a person may come back").isEqualTo(200);
    assertThat(gateway.admin().post("/v1/keys/revoke-owner", "{\"owner\":\"admin\"}").status())
        .as("nobody ends themselves by mistake")
        .isEqualTo(422);
    assertThat(other.post("/v1/keys/revoke-owner", "{\"owner\":\"ann\"}").status()).isEqualTo(403);
  }

  @Test
  void itEndsAfterItsTimeHoweverMuchItIsUsed() {
    Http session = letIn(person("ann"));
    Duration step = Limits.SESSION_IDLE.dividedBy(2);
    for (Duration passed = step;
        passed.compareTo(Limits.SESSION_LIFE) < 0;
        passed = passed.plus(step)) {
      assertThat(session.post(ACT, "{}").status()).isEqualTo(200);
      wait(step);
    }
    wait(step);
    assertThat(session.get(LOOK).status()).isEqualTo(401);
  }

  @Test
  void itEndsWhenNothingIsDoneWithIt_andLookingIsNotDoing() {
    Http session = letIn(person("ann"));
    wait(Limits.SESSION_IDLE.minusHours(1));
    assertThat(session.get(LOOK).status()).isEqualTo(200);
    wait(Duration.ofHours(1));
    assertThat(session.get(LOOK).status()).isEqualTo(401);
    assertThat(session.post(ACT, "{}").status()).as("it stays over").isEqualTo(401);
  }

  @Test
  void itEndsWhenItsAddressMayNoLongerSignIn() {
    Http session = byEmail();
    Http other = letIn(person("bob"));
    TestSessions.lookThrough(gateway.server().getApplicationContext(), "bob@example.com");

    assertThat(session.get(LOOK).status()).isEqualTo(401);
    assertThat(other.get(LOOK).status()).as("a terminal let in with a key").isEqualTo(200);
  }

  @Test
  void onlySessionsAreLabelledAsSessions() {
    assertThat(
            gateway
                .admin()
                .post("/v1/keys", "{\"scope\":\"approver\",\"owner\":\"x\",\"label\":\"login\"}")
                .status())
        .isEqualTo(422);
  }
}
