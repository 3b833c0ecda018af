package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsersApiTest extends ApiTest {
  private static void isRefused(Http.Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().at("/error/code").asText()).isNotEmpty();
    assertThat(answer.json().at("/error/details").isObject()).isTrue();
    assertThat(answer.json().get("detail").isTextual()).isTrue();
  }

  private JsonNode register(Http who, String body) {
    return ok("users.register_nick", who.post("/v1/users/register-nick", body));
  }

  @Test
  void aNickIsFreeUntilSomebodyRegistersIt_howeverItIsWritten() {
    JsonNode free =
        ok("users.check_nick", gateway.agent().get("/v1/users/check-nick?nick=@Free.One"));
    assertThat(free.get("nick").asText()).isEqualTo("@free.one");
    assertThat(free.get("public_address").asText()).isEqualTo("free.one@ax");
    assertThat(free.get("available").asBoolean()).isTrue();

    JsonNode user =
        register(gateway.initiator(), "{\"nick\":\"FREE.one\",\"display_name\":\"Ann\"}");
    assertThat(user.get("owner_agent").asText())
        .isEqualTo("agent://local/default/user-" + user.get("user_id").asText());
    assertThat(
            gateway
                .agent()
                .get("/v1/users/check-nick?nick=free.one")
                .json()
                .get("available")
                .asBoolean())
        .isFalse();
    Http.Answer taken =
        gateway.approver().post("/v1/users/register-nick", "{\"nick\":\"@free.one\"}");
    isRefused(taken, 409);
    assertThat(taken.json().at("/error/code").asText()).isEqualTo("nick_taken");
  }

  @Test
  void anotherWorkspaceHasNicksOfItsOwn() {
    String owner =
        register(gateway.initiator(), "{\"nick\":\"twice\"}").get("owner_agent").asText();
    register(elsewhere(), "{\"nick\":\"twice\"}");

    isRefused(elsewhere().get("/v1/users/profile?owner_agent=" + owner), 404);
    isRefused(
        elsewhere()
            .post(
                "/v1/users/rename-nick",
                "{\"owner_agent\":\"" + owner + "\",\"nick\":\"mine_now\"}"),
        404);
  }

  @Test
  void aRenamedNickFreesTheOldOneAndKeepsTheRest() {
    JsonNode user =
        register(
            gateway.initiator(),
            "{\"nick\":\"before\",\"display_name\":\"Bo\",\"email\":\"bo@example.com\"}");
    String owner = user.get("owner_agent").asText();
    JsonNode renamed =
        ok(
            "users.rename_nick",
            gateway
                .initiator()
                .post(
                    "/v1/users/rename-nick",
                    "{\"owner_agent\":\"" + owner + "\",\"nick\":\"@after\"}"));
    assertThat(renamed.get("nick").asText()).isEqualTo("@after");

    JsonNode profile =
        ok("users.profile.get", gateway.agent().get("/v1/users/profile?owner_agent=" + owner));
    assertThat(profile.get("user_id")).isEqualTo(user.get("user_id"));
    assertThat(profile.get("normalized_nick").asText()).isEqualTo("after");
    assertThat(profile.get("display_name").asText()).isEqualTo("Bo");
    register(gateway.approver(), "{\"nick\":\"before\"}");
    isRefused(
        gateway
            .initiator()
            .post(
                "/v1/users/rename-nick", "{\"owner_agent\":\"" + owner + "\",\"nick\":\"before\"}"),
        409);
    assertThat(
            gateway
                .agent()
                .get("/v1/users/profile?owner_agent=" + owner)
                .json()
                .get("nick")
                .asText())
        .isEqualTo("@after");
  }

  @Test
  void aProfileIsChangedByWhoRegisteredItAndByAnAdmin() {
    String owner = register(gateway.initiator(), "{\"nick\":\"prof\"}").get("owner_agent").asText();
    String change = "{\"owner_agent\":\"" + owner + "\",\"display_name\":\"%s\"}";

    JsonNode changed =
        ok(
            "users.profile.update",
            gateway.initiator().post("/v1/users/profile/update", change.formatted("One")));
    assertThat(changed.get("display_name").asText()).isEqualTo("One");
    isRefused(gateway.approver().post("/v1/users/profile/update", change.formatted("Two")), 403);
    ok(
        "users.profile.update",
        gateway.admin().post("/v1/users/profile/update", change.formatted("Three")));
  }

  @Test
  void anIdempotencyKeyMeansOneUser() {
    Http keyed = gateway.initiator().with("Idempotency-Key", "user-1");
    JsonNode first = register(keyed, "{\"nick\":\"keyed\"}");

    assertThat(register(keyed, "{\"nick\":\"keyed\"}")).isEqualTo(first);
    isRefused(keyed.post("/v1/users/register-nick", "{\"nick\":\"other_one\"}"), 409);
  }

  @Test
  void whatIsNoNickIsRefused() {
    for (String nick : new String[] {"", "@", "ab", "a b c", "ünlaut", "x".repeat(33), "a/b/c"}) {
      isRefused(
          gateway.initiator().post("/v1/users/register-nick", "{\"nick\":\"" + nick + "\"}"), 422);
    }
    isRefused(gateway.initiator().get("/v1/users/check-nick"), 422);
    isRefused(
        gateway.initiator().post("/v1/users/register-nick", "{\"nick\":\"fine\",\"phone\":\"1\"}"),
        422);
    isRefused(gateway.initiator().get("/v1/users/profile?owner_agent=nobody"), 404);
    Http auditor =
        gateway.key(TestGateway.WORKSPACE, Principal.Kind.PERSON, "aud", Scope.AUDITOR, Set.of());
    isRefused(auditor.post("/v1/users/register-nick", "{\"nick\":\"audit\"}"), 403);
  }

  private String invite(String body) {
    JsonNode invite = ok("invites.create", gateway.initiator().post("/v1/invites/create", body));
    assertThat(invite.get("invite_url").asText())
        .isEqualTo(gateway.server().getURI() + "/v1/invites/" + invite.get("token").asText());
    return invite.get("token").asText();
  }

  @Test
  void anInviteBecomesAPersonOnce() {
    String token = invite("{\"owner_agent\":\"agent://o/w/x\",\"recipient_hint\":\"Zoe\"}");
    String path = "/v1/invites/" + token;
    assertThat(ok("invites.get", gateway.agent().get(path)).get("status").asText())
        .isEqualTo("pending");
    isRefused(elsewhere().get(path), 404);

    JsonNode accepted =
        ok(
            "invites.accept",
            gateway
                .approver()
                .post(path + "/accept", "{\"nick\":\"@Zoe\",\"display_name\":\"Zoe\"}"));
    assertThat(accepted.get("invite_owner_agent").asText()).isEqualTo("agent://o/w/x");
    assertThat(accepted.get("registry_bind_status").asText()).isEqualTo("disabled");
    assertThat(
            ok("invites.accept", gateway.approver().post(path + "/accept", "{\"nick\":\"zoe\"}"))
                .get("accepted_at"))
        .isEqualTo(accepted.get("accepted_at"));
    isRefused(gateway.approver().post(path + "/accept", "{\"nick\":\"zoe2\"}"), 409);
    JsonNode got = ok("invites.get", gateway.agent().get(path));
    assertThat(got.get("status").asText()).isEqualTo("accepted");
    assertThat(got.get("nick").asText()).isEqualTo("@zoe");
  }

  @Test
  void anInviteMayBeForANickOfOnesOwn_andNotForSomebodyElses() {
    String owner = register(gateway.approver(), "{\"nick\":\"yan\"}").get("owner_agent").asText();
    String body = "{\"owner_agent\":\"agent://o/w/x\"}";

    JsonNode mine =
        ok(
            "invites.accept",
            gateway
                .approver()
                .post("/v1/invites/" + invite(body) + "/accept", "{\"nick\":\"yan\"}"));
    assertThat(mine.get("owner_agent").asText()).isEqualTo(owner);
    assertThat(mine.get("registry_bind_status").asText()).isEqualTo("skipped_no_hint");
    isRefused(
        gateway.initiator().post("/v1/invites/" + invite(body) + "/accept", "{\"nick\":\"yan\"}"),
        409);
  }

  @Test
  void anInviteEnds() {
    try (TestGateway later = TestGateway.inMemory()) {
      Http who = later.initiator();
      String path =
          "/v1/invites/"
              + who.post("/v1/invites/create", "{\"owner_agent\":\"abc\",\"ttl_seconds\":60}")
                  .json()
                  .get("token")
                  .asText();
      later.bean(ManualClock.class).forward(Duration.ofSeconds(61));

      assertThat(ok("invites.get", who.get(path)).get("status").asText()).isEqualTo("expired");
      isRefused(who.post(path + "/accept", "{\"nick\":\"late\"}"), 410);
      later.bean(ManualClock.class).forward(Duration.ofDays(40));
      ok("invites.create", who.post("/v1/invites/create", "{\"owner_agent\":\"abc\"}"));
      isRefused(who.get(path), 404);
    }
  }

  @Test
  void anInviteThatMakesNoSenseIsRefused() {
    for (String body :
        new String[] {
          "{}",
          "{\"owner_agent\":\"x\"}",
          "{\"owner_agent\":\"abc\",\"ttl_seconds\":59}",
          "{\"owner_agent\":\"abc\",\"recipient_hint\":5}"
        }) {
      isRefused(gateway.initiator().post("/v1/invites/create", body), 422);
    }
    isRefused(gateway.initiator().post("/v1/invites/nothing/accept", "{\"nick\":\"abc\"}"), 404);
    isRefused(gateway.anonymous().get("/v1/invites/nothing"), 401);
  }
}
