package dev.assent.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// AXP's own schemas of the answers, with the exceptions that its contract proves (section 7a, and
/// 2.8 for service accounts).
final class Shapes {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  /// Properties that a closed schema does not know and real clients read, and what is ours: what
  /// the author of a request should know of it.
  private static final Map<String, Set<String>> BEYOND =
      Map.of(
          "scenarios.bundle",
          Set.of("ok", "compile_id", "agents_provisioned", "warnings", "understood", "ran"),
          "intents.create",
          Set.of("warnings", "policy", "nearest_type"),
          "service_accounts.list",
          Set.of("agent_address", "display_name", "delivery_mode"),
          "service_accounts.get",
          Set.of("agent_address", "display_name", "delivery_mode"),
          "service_accounts.create",
          Set.of("delivery_mode"),
          "inbox.thread",
          Set.of("decided"),
          "approvals.decision",
          Set.of("decided"));

  private Shapes() {}

  /// What is wrong with an answer; empty when nothing is.
  ///
  /// @param name of the schema, for example `intents.create`
  static List<String> problems(String name, JsonNode answer) {
    Set<String> beyond = BEYOND.getOrDefault(name, Set.of());
    return schema(name).validate(answer).stream()
        .filter(
            error ->
                !(error.getKeyword().equals("additionalProperties")
                    && beyond.contains(error.getProperty())))
        .filter(error -> !isTypeOfOurs(name, error))
        .map(Object::toString)
        .toList();
  }

  /// AXP's schema lists types of one form only, its own scenarios have others.
  private static boolean isTypeOfOurs(String name, Error error) {
    return name.equals("capabilities.get")
        && error.getKeyword().equals("pattern")
        && error.getInstanceLocation().toString().startsWith("/supported_intent_types");
  }

  private static Schema schema(String name) {
    String file = "/axp/schemas/api." + name + ".response.v1.json";
    try (InputStream in = Shapes.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no schema " + file);
      }
      return SCHEMAS.getSchema(MAPPER.readTree(in));
    } catch (IOException e) {
      throw new IllegalStateException(file, e);
    }
  }
}
