package dev.assent.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.cli.FakeNode;
import dev.assent.cli.Ran;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentCommandTest {
  private static final String STREAM = "GET /v1/agents/validator/intents/stream";
  private static final String DONE = "{\"ok\":true,\"status\":\"COMPLETED\"}";

  private final FakeNode node = new FakeNode();

  @AfterEach
  void close() {
    node.close();
  }

  private Ran agent(String... arguments) {
    List<String> all = new ArrayList<>(List.of("agent"));
    all.addAll(List.of(arguments));
    return Ran.assent(
        Map.of("ASSENT_GATEWAY_URL", node.url(), "ASSENT_API_KEY", "k1"),
        all.toArray(String[]::new));
  }

  private static String delivery(String id, int seq, String payload) {
    return """
    event: intent.delivered
    data: {"intent_id":"%s","seq":%d,"status":"DELIVERED","intent_type":"t.v1","payload":%s}

    """
        .formatted(id, seq, payload);
  }

  @Test
  void listenShowsWhatTheCallerSentInBothShapes() {
    node.streams(
            STREAM, delivery("a", 1, "{\"target\":\"db\"}") + "event: stream.timeout\ndata: {}\n\n")
        .streams(
            STREAM,
            delivery("b", 2, "{\"parent_payload\":{\"target\":\"web\"},\"step_id\":\"s\"}")
                .replace("\"seq\"", "\"parent_intent_id\":\"p\",\"seq\""));

    Ran first = agent("listen", "agent://validator", "--once");
    Ran second = agent("listen", "validator", "--once");

    assertThat(first.exit()).isZero();
    assertThat(first.err()).contains("Listening as validator.");
    assertThat(first.out()).contains("Step intent a, t.v1", "\"target\" : \"db\"");
    assertThat(second.out())
        .contains("Step intent b of intent p, t.v1", "\"target\" : \"web\"")
        .doesNotContain("step_id");
    assertThat(node.asked()).noneMatch(asked -> asked.method().equals("POST"));
  }

  @Test
  void listenMayCompleteEachWithAResult() {
    node.streams(STREAM, delivery("a", 1, "{}")).answers("POST /v1/intents/a/resume", 200, DONE);

    Ran ran = agent("listen", "validator", "--once", "--complete={\"validation\":\"passed\"}");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("Completed.");
    assertThat(node.last().json().toString())
        .isEqualTo("{\"validation\":\"passed\",\"action\":\"complete\"}");
  }

  @Test
  void aScriptGetsTheDeliveryAndWhatItPrintsIsTheResult() {
    node.streams(STREAM, delivery("a", 1, "{\"n\":7}"))
        .answers("POST /v1/intents/a/resume", 200, DONE);

    agent("listen", "validator", "--once", "--exec", "cat");

    assertThat(node.last().json().path("payload").path("n").asInt()).isEqualTo(7);
    assertThat(node.last().json().path("action").asText()).isEqualTo("complete");
  }

  @Test
  void aScriptThatFailsSaysWhyInItsLastLine() {
    node.streams(STREAM, delivery("a", 1, "{}")).answers("POST /v1/intents/a/resume", 200, DONE);

    Ran ran =
        agent("listen", "validator", "--once", "--exec", "echo one >&2; echo no lock >&2; exit 3");

    assertThat(ran.out()).contains("Failed: no lock.");
    assertThat(node.last().json().toString())
        .isEqualTo("{\"action\":\"fail\",\"reason\":\"no lock\"}");
  }

  @Test
  void aScriptThatPrintsSomethingElseHasFailed() {
    node.streams(STREAM, delivery("a", 1, "{}")).answers("POST /v1/intents/a/resume", 200, DONE);

    agent("listen", "validator", "--once", "--exec", "echo done");

    assertThat(node.last().json().path("action").asText()).isEqualTo("fail");
    assertThat(node.last().json().path("reason").asText())
        .startsWith("expected the script to print");
  }

  @Test
  void aReportThatComesTooLateDoesNotEndTheListening() {
    node.streams(STREAM, delivery("a", 1, "{}") + delivery("b", 2, "{}"))
        .answers("POST /v1/intents/a/resume", 409, FakeNode.error("STEP_OVER", "expected a step"))
        .answers("POST /v1/intents/b/resume", 200, DONE)
        .streams(STREAM, "");

    Ran ran = agent("listen", "validator", "--once", "--complete");

    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("Not taken: expected a step");
  }

  @Test
  void workIsReportedByHand() {
    node.answers("POST /v1/intents/a/resume", 200, DONE);

    Ran done = agent("complete", "a", "--result", "{\"v\":1}");
    assertThat(done.out()).isEqualToIgnoringNewLines("Completed. Step intent a.");
    assertThat(node.last().json().toString()).isEqualTo("{\"v\":1,\"action\":\"complete\"}");

    Ran failed = agent("fail", "a", "--reason", "no access");
    assertThat(failed.out()).isEqualToIgnoringNewLines("Failed: no access. Step intent a.");
    assertThat(node.last().json().path("reason").asText()).isEqualTo("no access");
  }

  @Test
  void aNameThatIsRefusedIsOneSentence() {
    node.answers(STREAM, 403, FakeNode.error("NOT_ALLOWED", "expected an agent's key"));

    Ran ran = agent("listen", "validator");

    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).isEqualToIgnoringNewLines("assent: expected an agent's key.");
  }
}
