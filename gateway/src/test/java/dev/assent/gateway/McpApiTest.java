package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpApiTest {
  private TestGateway gateway;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private static JsonNode call(Http who, String method, String params) {
    Http.Answer answer =
        who.post(
            "/mcp",
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}"
                .formatted(method, params));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("id").asInt()).isEqualTo(7);
    return answer.json();
  }

  private static JsonNode use(Http who, String tool, String arguments) {
    return call(who, "tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
  }

  @Test
  void aClientGetsToKnowTheTools() {
    JsonNode hello =
        call(gateway.initiator(), "initialize", "{\"protocolVersion\":\"2024-11-05\"}");
    assertThat(hello.at("/result/protocolVersion").asText()).isEqualTo("2024-11-05");
    assertThat(
            call(gateway.initiator(), "initialize", "{\"protocolVersion\":\"1999-01-01\"}")
                .at("/result/protocolVersion")
                .asText())
        .isEqualTo("2025-06-18");
    assertThat(
            gateway
                .initiator()
                .post("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                .status())
        .isEqualTo(202);
    JsonNode tools = call(gateway.initiator(), "tools/list", "{}").at("/result/tools");
    assertThat(tools.findValuesAsText("name")).contains("axme.check_nick", "axme.create_intent");
    tools.forEach(tool -> assertThat(tool.at("/inputSchema/type").asText()).isEqualTo("object"));
    assertThat(call(gateway.initiator(), "ping", "{}").get("result").isObject()).isTrue();
  }

  @Test
  void aToolDoesWhatTheSameCallDoes() {
    JsonNode made =
        use(
            gateway.initiator(),
            "axme.create_intent",
            "{\"intent_type\":\"intent.ask.v1\",\"to_agent\":\"human\","
                + "\"human_task\":{\"title\":\"May we?\"}}");
    assertThat(made.has("error")).as(made.toString()).isFalse();
    assertThat(made.at("/result/tool").asText()).isEqualTo("axme.create_intent");
    assertThat(made.at("/result/status").asText()).isEqualTo("ok");
    assertThat(made.at("/result/content/0/type").asText()).isEqualTo("text");
    String id = made.at("/result/structuredContent/intent_id").asText();

    String argument = "{\"intent_id\":\"" + id + "\"}";
    assertThat(
            use(gateway.agent(), "axme.get_intent", argument)
                .at("/result/structuredContent/intent/status")
                .asText())
        .isEqualTo("WAITING");
    assertThat(
            use(gateway.agent(), "axme.list_intent_events", argument)
                .at("/result/structuredContent/events"))
        .isNotEmpty();
    assertThat(use(gateway.agent(), "axme.list_tasks", "{}").toString()).contains(id);
    assertThat(use(gateway.agent(), "axme.list_intents", "{\"status\":\"WAITING\"}").toString())
        .contains(id);
    use(gateway.initiator(), "axme.register_nick", "{\"nick\":\"mcp_nick\"}");
    assertThat(
            use(gateway.agent(), "axme.check_nick", "{\"nick\":\"@mcp_nick\"}")
                .at("/result/structuredContent/available")
                .asBoolean(true))
        .isFalse();
    assertThat(
            use(gateway.agent(), "axme.list_agents", "{}")
                .at("/result/structuredContent/agents")
                .isArray())
        .isTrue();
    assertThat(
            use(gateway.agent(), "axme.get_capabilities", "{}")
                .at("/result/structuredContent/capabilities"))
        .isNotEmpty();
  }

  @Test
  void whatIsWrongHasACode() {
    assertThat(call(gateway.agent(), "dance", "{}").at("/error/code").asInt()).isEqualTo(-32_601);
    assertThat(use(gateway.agent(), "axme.dance", "{}").at("/error/code").asInt())
        .isEqualTo(-32_602);
    JsonNode params = use(gateway.agent(), "axme.check_nick", "{\"nick\":\"!\"}");
    assertThat(params.at("/error/code").asInt()).isEqualTo(-32_602);
    assertThat(params.at("/error/data/status").asInt()).isEqualTo(422);
    assertThat(params.has("result")).isFalse();
    assertThat(
            use(gateway.agent(), "axme.get_intent", "{\"intent_id\":\"x\"}")
                .at("/error/data/status")
                .asInt())
        .isEqualTo(404);
    assertThat(
            use(gateway.agent(), "axme.create_intent", "{\"intent_type\":\"x\",\"to_agent\":\"y\"}")
                .at("/error/code")
                .asInt())
        .isEqualTo(-32_003);
    assertThat(
            gateway
                .agent()
                .post("/mcp", "{\"id\":1,\"method\":\"ping\"}")
                .json()
                .at("/error/code")
                .asInt())
        .isEqualTo(-32_600);
    assertThat(gateway.agent().post("/mcp", "[]").status()).isEqualTo(400);
    assertThat(gateway.anonymous().post("/mcp", "{}").status()).isEqualTo(401);
  }
}
