package dev.assent.cli.intents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.cli.FakeNode;
import dev.assent.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntentsCommandTest {
  private static final String ID = "11111111-1111-8111-8111-111111110000";
  private static final String CREATED =
      """
      {"ok":true,"intent_id":"%s","status":"DELIVERED","created_at":"2026-01-02T03:04:05Z"}\
      """
          .formatted(ID);

  private final FakeNode node = new FakeNode();
  @TempDir Path folder;

  @AfterEach
  void close() {
    node.close();
  }

  private Ran intents(String... arguments) {
    List<String> all = new ArrayList<>(List.of("intents"));
    all.addAll(List.of(arguments));
    return Ran.assent(
        Map.of("ASSENT_GATEWAY_URL", node.url(), "ASSENT_API_KEY", "k1"),
        all.toArray(String[]::new));
  }

  @Test
  void aLongListIsReadOnUntilItEndsOrIsLongEnough() {
    String row = "{\"intent_id\":\"%s\",\"status\":\"WAITING\"}";
    for (int round = 0; round < 2; round++) {
      node.answers(
              "GET /v1/intents",
              200,
              "{\"ok\":true,\"intents\":[%s,%s],\"next_cursor\":\"9.x\"}"
                  .formatted(row.formatted("a"), row.formatted("b")))
          .answers(
              "GET /v1/intents",
              200,
              "{\"ok\":true,\"intents\":[%s]%s}"
                  .formatted(row.formatted("c"), round == 0 ? "" : ",\"next_cursor\":\"8.y\""));
    }

    Ran all = intents("list", "--limit", "0");
    assertThat(all.out()).contains("a  ", "b  ", "c  ");
    assertThat(all.err()).isEmpty();
    assertThat(node.last().target()).contains("cursor=9.x", "limit=200");

    Ran some = intents("list", "--limit", "3");
    assertThat(some.out()).contains("a  ", "b  ", "c  ");
    assertThat(some.err()).contains("There are more than these 3: --limit 0 lists all.");
    assertThat(node.last().target()).contains("cursor=9.x", "limit=1");
  }

  @Test
  void sendSubmitsTheIntentWithAKeyOfItsOwn() {
    node.answers("POST /v1/intents", 200, CREATED);

    Ran ran = intents("send", "--type", "a.v1", "--to", "agent://o/w/n", "--payload", "{\"a\":1}");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains(ID, "DELIVERED", "assent intents watch " + ID);
    assertThat(node.last().header("X-api-key")).isEqualTo("k1");
    assertThat(node.last().header("Idempotency-key")).hasSize(36);
    assertThat(node.last().json().path("payload").path("a").asInt()).isEqualTo(1);
    assertThat(node.last().json().path("to_agent").asText()).isEqualTo("agent://o/w/n");
  }

  @Test
  void sendSaysUnderWhichPolicyTheIntentRunsAndWhatHasNoEffect() {
    String known =
        CREATED.replace(
            "\"status\"",
            "\"policy\":{\"scenario_id\":\"change.v1\",\"version\":3},\"warnings\":[\"'x': no"
                + " effect\"],\"status\"");
    String mistyped =
        CREATED.replace("\"status\"", "\"policy\":null,\"nearest_type\":\"a.v1\",\"status\"");
    node.answers("POST /v1/intents", 200, known)
        .answers("POST /v1/intents", 200, mistyped)
        .streams(stream(), frame(1, "completed", "COMPLETED"))
        .answers("GET /v1/intents/" + ID, 200, "{\"ok\":true,\"intent\":{}}");

    Ran sent = intents("send", "--type", "a.v1", "--to", "n");
    Ran waited = intents("send", "--type", "a.v11", "--to", "n", "--wait");

    assertThat(sent.out())
        .contains("It runs under policy change.v1 version 3.", "warning: 'x': no effect");
    assertThat(waited.err()).contains("has no policy in this workspace; did you mean a.v1?");
  }

  @Test
  void sendReadsThePayloadFromAFile() throws IOException {
    node.answers("POST /v1/intents", 200, CREATED);
    Path file = Files.writeString(folder.resolve("p.json"), "{\"from\":\"file\"}");

    intents("send", "--type", "a.v1", "--to", "n", "--payload", "@" + file);

    assertThat(node.last().json().path("payload").path("from").asText()).isEqualTo("file");
  }

  @Test
  void numbersAreSentWithAllOfTheirDigits() {
    node.answers("POST /v1/intents", 200, CREATED);

    intents(
        "send",
        "--type=a.v1",
        "--to=n",
        "--payload={\"amount\":12345678901234567.89,\"id\":123456789012345678901,\"p\":1.10,\"e\":1E+400}");

    assertThat(node.last().body())
        .contains(
            "{\"amount\":12345678901234567.89,\"id\":123456789012345678901,\"p\":1.10,\"e\":1E+400}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":1} {}", "{\"a\":1e99999999999}"})
  void whatWouldBeLostOnTheWayIsRefusedBeforeAnythingIsSent(String payload) {
    Ran ran = intents("send", "--type", "a.v1", "--to", "n", "--payload", payload);

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--payload: expected a JSON object, but ");
    assertThat(node.asked()).isEmpty();
  }

  @Test
  void argumentsWhoseLettersWereLostAreRefused() {
    Ran ran = intents("cancel", ID, "--reason", "Caf\ufffd\ufffd");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("expected arguments in UTF-8", "LC_ALL=C.UTF-8");
    assertThat(node.asked()).isEmpty();
  }

  @Test
  void aPayloadThatIsNoObjectIsRefusedBeforeAnythingIsSent() {
    Ran list = intents("send", "--type", "a.v1", "--to", "n", "--payload", "[1]");
    Ran broken = intents("send", "--type", "a.v1", "--to", "n", "--payload", "{");

    assertThat(list.exit()).isEqualTo(2);
    assertThat(list.err()).contains("--payload: expected a JSON object, but got array");
    assertThat(broken.exit()).isEqualTo(2);
    assertThat(broken.err()).contains("--payload: expected a JSON object, but line 1");
    assertThat(node.asked()).isEmpty();
  }

  @Test
  void aRepeatAfterALostAnswerIsTheSameRequest() {
    node.breaksOff("POST /v1/intents")
        .answers("POST /v1/intents", 503, FakeNode.error("UNAVAILABLE", "not yet"))
        .answers("POST /v1/intents", 200, CREATED);

    Ran ran = intents("send", "--type", "a.v1", "--to", "n");

    assertThat(ran.exit()).isZero();
    assertThat(node.asked().stream().map(a -> a.header("Idempotency-key")).distinct()).hasSize(1);
    assertThat(node.asked().stream().map(FakeNode.Asked::body).distinct()).hasSize(1);
  }

  @Test
  void whatTheNodeItselfBrokeSaysWhereItIs() {
    node.answers("GET /v1/intents/" + ID, 500, FakeNode.error("INTERNAL", "it broke"));

    Ran ran = intents("get", ID);

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualToIgnoringNewLines("assent: " + node.url() + " answered 500: it broke.");
  }

  @Test
  void whenNoAnswerComesTheKeyForASafeRepeatIsNamed() {
    node.breaksOff("POST /v1/intents");

    Ran ran = intents("send", "--type", "a.v1", "--to", "n", "--idempotency-key", "mine");

    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.err()).contains("is not known", "idempotency key mine");
  }

  @Test
  void sendAndWaitTellsWhatHappensAndEndsAsTheIntentEnds() {
    node.answers("POST /v1/intents", 200, CREATED)
        .streams(stream(), frame(1, "created", "CREATED") + "event: stream.timeout\ndata: {}\n\n")
        .streams(stream(), frame(1, "created", "CREATED") + frame(2, "failed", "FAILED"))
        .answers(
            "GET /v1/intents/" + ID,
            200,
            "{\"ok\":true,\"intent\":{\"status\":\"FAILED\",\"error\":{\"r\":1}}}");

    Ran ran = intents("send", "--type", "a.v1", "--to", "n", "--wait");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .containsOnlyOnce("created")
        .containsOnlyOnce("failed")
        .contains("\"r\" : 1");
    assertThat(node.asked().get(2).target()).contains("since=1");
  }

  @Test
  void watchSurvivesARestartOfTheNode() {
    node.streams(stream(), frame(1, "created", "CREATED"))
        .breaksOff(stream())
        .answers(stream(), 503, FakeNode.error("UNAVAILABLE", "restoring"))
        .streams(stream(), frame(2, "completed", "COMPLETED"));

    Ran ran = intents("watch", ID, "--json");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines()).hasSize(2);
    assertThat(ran.err()).contains("The gateway is away", "Connected again");
  }

  @Test
  void watchOfAnUnknownIntentIsNotFound() {
    node.answers(
        stream(), 404, FakeNode.error("UNKNOWN_INTENT", "expected an intent, but there is none"));

    Ran ran = intents("watch", ID);

    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).isEqualTo("assent: expected an intent, but there is none.\n");
  }

  @Test
  void listAlignsItsColumns() {
    node.answers(
        "GET /v1/intents",
        200,
        """
        {"ok":true,"intents":[
         {"intent_id":"a","status":"WAITING","intent_type":"t.v1","to_agent":"x","pending_with":{"type":"human","ref":"h","name":"SRE"},"created_at":"2026-01-02T03:04:05.678Z","updated_at":"2026-01-02T03:04:06Z"},
         {"intent_id":"bbb","status":"COMPLETED","intent_type":"t.v1","to_agent":"yy","created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:06Z"}]}\
        """);

    Ran ran = intents("list", "--status", "waiting", "--limit", "7");

    assertThat(node.last().target()).contains("limit=7", "status=WAITING");
    assertThat(intents("list", "--limit", "-1").exit()).isEqualTo(2);
    assertThat(ran.out())
        .isEqualTo(
            """
            INTENT  STATUS     WAITS FOR  TYPE  TO  CREATED               UPDATED
            a       WAITING    SRE        t.v1  x   2026-01-02T03:04:05Z  2026-01-02T03:04:06Z
            bbb     COMPLETED  -          t.v1  yy  2026-01-02T03:04:05Z  2026-01-02T03:04:06Z
            """);
  }

  @Test
  void textFromOthersCannotStirTheTerminal() {
    node.answers(
        "GET /v1/intents/" + ID,
        200,
        """
        {"ok":true,"intent":{"intent_id":"x","status":"WAITING","payload":{"a":"\\u001b[2Jgone\\u202e"}}}\
        """);

    Ran ran = intents("get", ID);

    assertThat(ran.out()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void getNamesThePolicyThatTheIntentRunsUnder() {
    node.answers(
        "GET /v1/intents/" + ID,
        200,
        """
        {"ok":true,"intent":{"intent_id":"x","status":"WAITING","policy":{"scenario_id":"change.v1","version":3}}}\
        """);

    assertThat(intents("get", ID).out()).contains("Policy       change.v1 version 3");
    assertThat(intents("get", ID, "--json").json().at("/intent/policy/version").asInt())
        .isEqualTo(3);
  }

  @Test
  void cancelAsksForTheEndWithAReason() {
    node.answers("POST /v1/intents/" + ID + "/resolve", 200, "{\"ok\":true}");

    Ran ran = intents("cancel", ID, "--reason", "no longer needed");

    assertThat(ran.exit()).isZero();
    assertThat(node.last().json().toString())
        .isEqualTo("{\"status\":\"CANCELED\",\"reason\":\"no longer needed\"}");
  }

  @Test
  void aRefusalIsTheNodesWordsAndItsBodyUnderJson() {
    node.answers(
        "POST /v1/intents/" + ID + "/resolve",
        409,
        FakeNode.error("INTENT_ENDED", "expected a running intent, but it is COMPLETED"));

    Ran ran = intents("cancel", ID, "--json");

    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.json().path("error").path("code").asText()).isEqualTo("INTENT_ENDED");
    assertThat(ran.err()).isEqualTo("assent: expected a running intent, but it is COMPLETED.\n");
  }

  private static String stream() {
    return "GET /v1/intents/" + ID + "/events/stream";
  }

  private static String frame(int seq, String type, String status) {
    return """
    id: %d
    event: intent.%s
    data: {"intent_id":"%s","seq":%d,"event_type":"intent.%s","status":"%s","at":"2026-01-02T03:04:05Z"}

    """
        .formatted(seq, type, ID, seq, type, status);
  }
}
