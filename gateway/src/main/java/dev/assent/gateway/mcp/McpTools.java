package dev.assent.gateway.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.agents.AgentController;
import dev.assent.gateway.capabilities.CapabilitiesController;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.intents.IntentController;
import dev.assent.gateway.people.UserController;
import dev.assent.gateway.tasks.TaskController;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Caller;
import dev.assent.wire.json.CanonicalJson;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/// What a model may do here. Each tool is one of the HTTP actions, with the same checks and the
/// same answer; none decides a task, because a decision is a person's.
@Singleton
final class McpTools {
  private final List<Tool> tools;

  /// @param schema of its arguments, as JSON
  /// @param action from caller and arguments to the answer's text
  record Tool(
      String name,
      String description,
      String schema,
      BiFunction<Caller, ObjectNode, CompletableFuture<String>> action) {
    ObjectNode answer() {
      return Answers.object()
          .put("name", name)
          .put("description", description)
          .set("inputSchema", CanonicalJson.parse(schema));
    }
  }

  McpTools(
      IntentController intents,
      TaskController tasks,
      AgentController agents,
      UserController users,
      CapabilitiesController capabilities) {
    tools =
        List.of(
            new Tool(
                "axme.create_intent",
                "Submits an intent: work for an agent, or a question for people.",
                """
                {"type":"object","required":["intent_type","to_agent"],"properties":{
                 "intent_type":{"type":"string"},"to_agent":{"type":"string"},
                 "payload":{"type":"object"},"reply_to":{"type":"string"},
                 "deadline_at":{"type":"string","format":"date-time"},
                 "human_task":{"type":"object"}}}\
                """,
                (caller, arguments) ->
                    intents.create(caller, post(arguments), Optional.empty(), Optional.empty())),
            new Tool(
                "axme.get_intent",
                "Shows an intent with its status and result.",
                one("intent_id"),
                (caller, arguments) -> intents.get(caller, text(arguments, "intent_id"))),
            new Tool(
                "axme.list_intent_events",
                "Shows what has happened to an intent.",
                one("intent_id"),
                (caller, arguments) ->
                    intents.events(caller, text(arguments, "intent_id"), Optional.empty())),
            new Tool(
                "axme.list_intents",
                "Lists the newest intents of the workspace.",
                """
                {"type":"object","properties":{
                 "status":{"type":"string"},"cursor":{"type":"string"}}}\
                """,
                (caller, arguments) ->
                    intents.list(
                        caller,
                        Fields.of(arguments).optionalText("status", Limits.NAME_LENGTH_MAX),
                        Optional.empty(),
                        cursor(arguments))),
            new Tool(
                "axme.list_tasks",
                "Lists the questions that wait for a person.",
                more(),
                (caller, arguments) -> tasks.mine(caller, Optional.empty(), cursor(arguments))),
            new Tool(
                "axme.list_agents",
                "Lists the registered agents of the workspace.",
                more(),
                (caller, arguments) ->
                    now(agents.list(caller, Optional.empty(), cursor(arguments)))),
            new Tool(
                "axme.check_nick",
                "Tells whether a nick is free.",
                one("nick"),
                (caller, arguments) ->
                    now(users.check(caller, Optional.of(text(arguments, "nick"))))),
            new Tool(
                "axme.register_nick",
                "Registers a nick.",
                """
                {"type":"object","required":["nick"],"properties":{
                 "nick":{"type":"string"},"display_name":{"type":"string"}}}\
                """,
                (caller, arguments) -> users.register(caller, post(arguments))),
            new Tool(
                "axme.get_capabilities",
                "Tells what this gateway can do.",
                none(),
                (caller, _) -> now(capabilities.get(caller))));
  }

  ArrayNode list() {
    return Answers.array(tools, (array, tool) -> array.add(tool.answer()));
  }

  Optional<Tool> find(String name) {
    return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
  }

  private static HttpRequest<byte[]> post(ObjectNode body) {
    return HttpRequest.POST("/mcp", CanonicalJson.of(body).text().getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ObjectNode arguments, String name) {
    return Fields.of(arguments).text(name, Limits.NAME_LENGTH_MAX);
  }

  private static CompletableFuture<String> now(String answer) {
    return CompletableFuture.completedFuture(answer);
  }

  /// Where a list that came in parts goes on.
  private static Optional<String> cursor(ObjectNode arguments) {
    return Fields.of(arguments).optionalText("cursor", Limits.NAME_LENGTH_MAX);
  }

  private static String more() {
    return "{\"type\":\"object\",\"properties\":{\"cursor\":{\"type\":\"string\"}}}";
  }

  private static String none() {
    return "{\"type\":\"object\",\"properties\":{}}";
  }

  private static String one(String name) {
    return "{\"type\":\"object\",\"required\":[\"%s\"],\"properties\":{\"%s\":{\"type\":\"string\"}}}"
        .formatted(name, name);
  }
}
