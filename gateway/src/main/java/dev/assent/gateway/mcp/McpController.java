package dev.assent.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.gateway.edge.Answers;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.json.CanonicalJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The Model Context Protocol as JSON-RPC 2.0 over plain requests (contract section 3.4). A request
/// that is no JSON, or has no key, is refused like every other; from there on errors are
/// JSON-RPC's.
@Controller("/mcp")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class McpController {
  private static final List<String> VERSIONS = List.of("2025-06-18", "2025-03-26", "2024-11-05");
  private static final int INVALID_REQUEST = -32_600;
  private static final int UNKNOWN_METHOD = -32_601;
  private static final int INVALID_PARAMS = -32_602;
  private static final int INTERNAL = -32_603;
  private static final int UNAUTHORIZED = -32_001;
  private static final int FORBIDDEN = -32_003;
  private static final int RATE = -32_004;

  private final McpTools tools;

  McpController(McpTools tools) {
    this.tools = tools;
  }

  @Post
  CompletableFuture<HttpResponse<String>> call(Caller caller, HttpRequest<byte[]> request) {
    ObjectNode body = Bodies.object(request);
    JsonNode id = body.has("id") ? body.get("id") : NullNode.instance;
    String method = body.path("method").asText();
    if (!body.path("jsonrpc").asText().equals("2.0") || method.isEmpty()) {
      return answer(error(id, INVALID_REQUEST, "expected jsonrpc 2.0 and a method"));
    }
    if (!body.has("id")) {
      return CompletableFuture.completedFuture(HttpResponse.accepted()); // a notification
    }
    ObjectNode params = body.get("params") instanceof ObjectNode object ? object : Answers.object();
    return switch (method) {
      case "initialize" -> answer(result(id, initialized(params)));
      case "ping" -> answer(result(id, Answers.object()));
      case "tools/list" -> answer(result(id, Answers.object().set("tools", tools.list())));
      case "tools/call" -> use(caller, id, params);
      default -> answer(error(id, UNKNOWN_METHOD, "there is no method '" + method + "'"));
    };
  }

  private static ObjectNode initialized(ObjectNode params) {
    String asked = params.path("protocolVersion").asText();
    ObjectNode result =
        Answers.object()
            .put("protocolVersion", VERSIONS.contains(asked) ? asked : VERSIONS.getFirst());
    result.putObject("capabilities").putObject("tools");
    result.putObject("serverInfo").put("name", "assent-gateway").put("version", "1");
    return result;
  }

  private CompletableFuture<HttpResponse<String>> use(
      Caller caller, JsonNode id, ObjectNode params) {
    String name = params.path("name").asText();
    McpTools.Tool tool = tools.find(name).orElse(null);
    if (tool == null) {
      return answer(error(id, INVALID_PARAMS, "there is no tool '" + name + "'"));
    }
    ObjectNode arguments =
        params.get("arguments") instanceof ObjectNode object ? object : Answers.object();
    return CompletableFuture.completedFuture(arguments)
        .thenCompose(given -> tool.action().apply(caller, given))
        .thenApply(text -> result(id, used(name, text)))
        .exceptionally(failure -> error(id, problem(failure)))
        .thenCompose(McpController::answer);
  }

  private static ObjectNode used(String tool, String text) {
    ObjectNode result = Answers.object().put("tool", tool).put("status", "ok");
    result.putArray("content").addObject().put("type", "text").put("text", text);
    result.set("structuredContent", CanonicalJson.parse(text));
    return result.put("isError", false);
  }

  private static Problem problem(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case Refused refused -> refused.problem();
      case Fields.WrongException wrong -> Problem.unprocessable(wrong.text());
      default -> Problem.of(cause);
    };
  }

  private static ObjectNode error(JsonNode id, Problem problem) {
    int code =
        switch (problem.status()) {
          case 401 -> UNAUTHORIZED;
          case 403 -> FORBIDDEN;
          case 429 -> RATE;
          default -> problem.status() < 500 ? INVALID_PARAMS : INTERNAL;
        };
    ObjectNode answer = error(id, code, problem.message());
    ObjectNode data =
        ((ObjectNode) answer.get("error"))
            .putObject("data")
            .put("status", problem.status())
            .put("code", problem.code());
    problem.details().forEach((name, value) -> data.put(name, String.valueOf(value)));
    return answer;
  }

  private static ObjectNode error(JsonNode id, int code, String message) {
    ObjectNode answer = envelope(id);
    answer.putObject("error").put("code", code).put("message", message);
    return answer;
  }

  private static ObjectNode result(JsonNode id, ObjectNode result) {
    return envelope(id).set("result", result);
  }

  private static ObjectNode envelope(JsonNode id) {
    return Answers.object().put("jsonrpc", "2.0").set("id", id);
  }

  private static CompletableFuture<HttpResponse<String>> answer(ObjectNode body) {
    return CompletableFuture.completedFuture(HttpResponse.ok(Answers.text(body)));
  }
}
