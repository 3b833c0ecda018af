package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.platform.bus.BusException;
import dev.assent.platform.bus.CommandTimeoutException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private TestGateway gateway;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private static void isRefused(Http.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().get("ok").asBoolean()).isFalse();
    assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
    assertThat(answer.json().at("/error/details").isObject()).isTrue();
    assertThat(answer.json().get("detail").asText())
        .isEqualTo(answer.json().at("/error/message").asText())
        .isNotBlank()
        .doesNotContain("Exception", "dev.assent");
    assertThat(answer.raw().headers().firstValue("x-request-id")).isPresent();
  }

  @Test
  void aWrongKeyIs401() {
    isRefused(gateway.anonymous().get("/v1/intents"), 401, "missing_api_key");
    isRefused(gateway.anonymous().key("wrong").get("/v1/intents"), 401, "unauthorized");
    isRefused(
        gateway.anonymous().with("Authorization", "Bearer wrong").get("/v1/intents"),
        401,
        "unauthorized");
    isRefused(
        gateway.anonymous().with("Authorization", "Basic eDp5").get("/v1/me/tasks"),
        401,
        "missing_api_key");
  }

  @Test
  void whileKeysAreStillBeingReadNoneIsCalledWrong() {
    try (TestGateway loading = TestGateway.inMemory()) {
      loading.node().directory().ready(false);
      for (Http caller : List.of(loading.initiator(), loading.anonymous().key("wrong"))) {
        Http.Answer answer = caller.get("/v1/intents");
        isRefused(answer, 503, "unavailable");
        assertThat(answer.raw().headers().firstValue("Retry-After")).contains("1");
      }
    }
  }

  @Test
  void whatIsNoJsonObjectIs400() {
    for (String body : List.of("{", "[]", "1", "\"x\"", "null", "", "{\"a\":1,\"a\":2}", "{} {}")) {
      isRefused(gateway.initiator().post("/v1/intents", body), 400, "malformed_json");
    }
    String deep = "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000);
    isRefused(gateway.initiator().post("/v1/intents", deep), 400, "malformed_json");
  }

  @Test
  void halfASurrogatePairIs400AtEveryDoorThatTakesText() {
    String half = "\\ud83d";
    String question =
        gateway
            .initiator()
            .post(
                "/v1/intents",
                "{\"intent_type\":\"x\",\"to_agent\":\"human\",\"human_task\":{\"title\":\"?\"}}")
            .json()
            .get("intent_id")
            .asText();
    for (String[] one :
        new String[][] {
          {"/v1/intents", "{\"intent_type\":\"%s\",\"to_agent\":\"y\"}"},
          {"/v1/intents", "{\"intent_type\":\"x\",\"to_agent\":\"y\",\"payload\":{\"%s\":1}}"},
          {
            "/v1/intents/Q/resume",
            "{\"task_result\":{\"outcome\":\"approved\",\"comment\":\"%s\"}}"
          },
          {"/v1/intents/Q/resume", "{\"task_result\":{\"outcome\":\"%s\"}}"},
          {"/v1/intents/Q/resolve", "{\"status\":\"CANCELED\",\"reason\":\"%s\"}"},
          {"/v1/inbox/Q/approve", "{\"comment\":\"%s\"}"},
          {"/v1/inbox/Q/reject", "{\"comment\":\"%s\"}"},
          {"/v1/inbox/Q/reply", "{\"message\":\"%s\"}"},
          {"/v1/approvals/Q/decision", "{\"decision\":\"approve\",\"comment\":\"%s\"}"},
          {"/v1/keys", "{\"scope\":\"approver\",\"owner\":\"%s\"}"},
          {"/v1/portal/personal/profile", "{\"display_name\":\"%s\"}"},
          {"/v1/auth/login-intent", "{\"email\":\"%s\"}"}
        }) {
      isRefused(
          gateway.admin().post(one[0].replace("Q", question), one[1].formatted(half)),
          400,
          "malformed_json");
    }
  }

  @Test
  void aFieldThatIsWrongIsNamed() {
    for (String[] wrong :
        new String[][] {
          {"{\"to_agent\":\"x\"}", "expected a text in 'intent_type', but there is none"},
          {"{\"intent_type\":\"x\"}", "expected a text in 'to_agent', but there is none"},
          {"{\"intent_type\":1,\"to_agent\":\"x\"}", "expected a text in 'intent_type', but got 1"},
          {
            "{\"intent_type\":\"x\",\"to_agent\":\"a/b/c/d\"}",
            "expected an agent's address of at most 383 characters, as agent://org/workspace/name"
                + " or name, but got 'a/b/c/d'"
          },
          {
            "{\"intent_type\":\"x\",\"to_agent\":\"y\",\"payload\":[1]}",
            "expected an object in 'payload', but it is ARRAY"
          },
          {
            "{\"intent_type\":\"x\",\"to_agent\":\"y\",\"deadline_at\":\"tomorrow\"}",
            "expected a time as 2026-01-31T12:00:00Z in 'deadline_at', but got the text 'tomorrow'"
          },
          {
            "{\"intent_type\":\"x\",\"to_agent\":\"y\",\"max_delivery_attempts\":0}",
            "expected a whole number from 1 to 20 in 'max_delivery_attempts', but got 0"
          },
          {
            "{\"intent_type\":\"x\",\"to_agent\":\"y\",\"human_task\":{\"task_type\":\"dance\"}}",
            "expected one of [approval, "
          },
          {
            "{\"intent_type\":\"x\",\"to_agent\":\"y\",\"human_task\":{},"
                + "\"remind_after_seconds\":1e99}",
            "expected seconds from 1 to 315619200 in 'remind_after_seconds', but got 1"
          }
        }) {
      Http.Answer answer = gateway.initiator().post("/v1/intents", wrong[0]);
      isRefused(answer, 422, "invalid_request");
      assertThat(answer.json().get("detail").asText()).startsWith(wrong[1]);
    }
  }

  @Test
  void whatIsTooLargeIs413() {
    String payload = "{\"intent_type\":\"x\",\"to_agent\":\"y\",\"payload\":{\"a\":\"%s\"}}";
    isRefused(
        gateway.initiator().post("/v1/intents", payload.formatted("x".repeat(131_072))),
        413,
        "too_large");
    isRefused(
        gateway.initiator().post("/v1/intents", payload.formatted("x".repeat(600_000))),
        413,
        "too_large");
  }

  /// A client that never stops sending chunks is answered once it has sent too much.
  @Test
  void aBodyWithoutEndIs413() throws IOException {
    URI base = gateway.anonymous().base();
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          POST /v1/intents HTTP/1.1\r
          Host: x\r
          x-api-key: x\r
          Transfer-Encoding: chunked\r
          \r
          """
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      try {
        for (int i = 0; i < 1_000; i++) {
          out.write(chunk);
        }
      } catch (IOException _) {
        // the server has hung up: what it said is read below, unless the reset took it along
        return;
      }
      byte[] answer = new byte[12];
      assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII))
          .isIn("HTTP/1.1 413", "HTTP/1.1 401");
    }
  }

  @Test
  void whatIsNotThereIs404And405() {
    isRefused(gateway.initiator().get("/v1/nothing"), 404, "not_found");
    isRefused(gateway.initiator().get("/"), 404, "not_found");
    isRefused(gateway.initiator().send("PUT", "/v1/intents", "{}"), 405, "method_not_allowed");
    isRefused(gateway.initiator().get("/v1/intents/not-an-id"), 404, "not_found");
    isRefused(gateway.initiator().get("/v1/intents/" + UUID.randomUUID()), 404, "not_found");
    isRefused(
        gateway
            .agent()
            .post("/v1/intents/" + UUID.randomUUID() + "/resume", "{\"action\":\"complete\"}"),
        404,
        "unknown_intent");
    isRefused(
        gateway.initiator().get("/v1/intents/" + UUID.randomUUID() + "/events/stream"),
        404,
        "not_found");
  }

  @Test
  void queriesAreChecked() {
    isRefused(gateway.initiator().get("/v1/intents?limit=many"), 422, "invalid_request");
    isRefused(gateway.initiator().get("/v1/intents?status=DANCING"), 422, "invalid_request");
    isRefused(
        gateway.agent().get("/v1/agents/x/intents/stream?since=yesterday"), 422, "invalid_request");
    isRefused(gateway.initiator().get("/v1/agents/x/intents/stream"), 403, "not_allowed");
    isRefused(
        gateway
            .initiator()
            .with("Idempotency-Key", "k".repeat(256))
            .post("/v1/intents", "{\"intent_type\":\"x\",\"to_agent\":\"y\"}"),
        422,
        "invalid_request");
  }

  @Test
  void anAnswerThatMakesNoSenseIsRefused() {
    String id =
        gateway
            .initiator()
            .post(
                "/v1/intents",
                "{\"intent_type\":\"x\",\"to_agent\":\"human\",\"human_task\":{\"title\":\"?\"}}")
            .json()
            .get("intent_id")
            .asText();
    String path = "/v1/intents/" + id + "/resume";
    isRefused(gateway.approver().post(path, "{\"task_result\":\"yes\"}"), 422, "invalid_request");
    isRefused(gateway.approver().post(path, "{\"task_result\":{}}"), 422, "invalid_request");
    isRefused(
        gateway.approver().post(path, "{\"task_result\":{\"outcome\":\"maybe\"}}"),
        422,
        "outcome_not_allowed");
    isRefused(
        gateway
            .agent()
            .with("x-owner-agent", "b")
            .post(path + "?owner_agent=a", "{\"action\":\"complete\"}"),
        400,
        "bad_request");
    isRefused(
        gateway.initiator().post("/v1/intents/" + id + "/resolve", "{\"status\":\"WAITING\"}"),
        422,
        "invalid_request");
  }

  @Test
  void metricsAndWhatTheHealthTellsAreForOperators() {
    String readiness = "/health/readiness";
    assertThat(gateway.anonymous().get(readiness).text()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(gateway.initiator().get(readiness).text()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(gateway.admin().get(readiness).json().has("details")).isTrue();
    isRefused(gateway.anonymous().get("/prometheus"), 401, "missing_api_key");
    isRefused(gateway.initiator().get("/prometheus"), 403, "not_allowed");
    assertThat(gateway.admin().get("/prometheus").text())
        .contains("http_server_requests_seconds_bucket");
    isRefused(gateway.admin().get("/metrics"), 404, "not_found");
    try (TestGateway open = TestGateway.inMemory(Map.of("assent.open-metrics", true))) {
      assertThat(open.anonymous().get("/prometheus").status()).isEqualTo(200);
    }
  }

  @Test
  void traceIdsComeBackAndOddOnesDoNot() {
    Http.Answer answer =
        gateway.anonymous().with("x-request-id", "r-1").with("X-Trace-Id", "t-1").get("/health");
    assertThat(answer.raw().headers().firstValue("x-request-id")).contains("r-1");
    assertThat(answer.raw().headers().firstValue("X-Trace-Id")).contains("t-1");
    assertThat(
            gateway
                .anonymous()
                .with("X-Trace-Id", "x".repeat(200))
                .get("/health")
                .raw()
                .headers()
                .firstValue("X-Trace-Id"))
        .isEmpty();
  }

  @Test
  void aBrokerThatIsAwaySaysTryAgain() {
    try (TestGateway broken = TestGateway.inMemory()) {
      String body = "{\"intent_type\":\"x\",\"to_agent\":\"y\"}";
      broken.node().failWith(new CommandTimeoutException("expected a result, but none came"));
      Http.Answer late = broken.initiator().post("/v1/intents", body);
      isRefused(late, 504, "timeout");
      assertThat(late.raw().headers().firstValue("Retry-After")).contains("1");
      broken
          .node()
          .failWith(new BusException(BusException.Kind.UNREACHABLE, "expected a broker, but no"));
      Http.Answer away = broken.initiator().post("/v1/intents", body);
      isRefused(away, 503, "unavailable");
      assertThat(away.raw().headers().firstValue("Retry-After")).contains("1");
      broken.node().failWith(new IllegalStateException("a secret of ours"));
      Http.Answer fault = broken.initiator().post("/v1/intents", body);
      isRefused(fault, 500, "internal");
      assertThat(fault.text()).doesNotContain("secret");
    }
  }
}
