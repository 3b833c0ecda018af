package dev.assent.approval.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.contract.value.VisibleText;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.fields.Nearest;
import dev.assent.service.edge.Refused;
import dev.assent.wire.json.CanonicalJson;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The body of a decision: its shape is checked here, everything else by the decider.
///
/// | field | |
/// |---|---|
/// | `outcome` | one of the task's outcomes |
/// | `version`, `content_hash` | what the person saw, as `GET /v1/tasks/{id}` gave it; required |
/// | `unbound` | `true` instead of the two: nothing was shown to anybody, and the trail says so |
/// | `step_id` | the step whose task it is an answer to |
/// | `comment` | text |
/// | `data` | an object: the answer's fields, checked against the task's form |
/// | `evidence` | any JSON; kept as `data.evidence` |
/// | `on_behalf_of` | for whom the person decides |
///
/// A field that is none of these is refused: a comment that was misspelt would be missing from the
/// trail for ever.
record DecisionRequest(Command.Decide command, Hash body) {
  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of(
              "outcome",
              "version",
              "content_hash",
              "unbound",
              "step_id",
              "comment",
              "data",
              "evidence",
              "on_behalf_of"));

  static DecisionRequest of(ObjectNode body, IntentId intent) {
    requireKnown(body);
    Json data = data(body);
    Command.Decide decide =
        new Command.Decide(
            text(body, "outcome", Limits.OUTCOME_LENGTH_MAX)
                .filter(outcome -> !outcome.isBlank())
                .orElseThrow(
                    () -> Refused.invalid("outcome_required", "an outcome", "there is none")),
            shown(body, intent),
            text(body, "comment", Limits.COMMENT_LENGTH_MAX).orElse(""),
            data,
            carriesEvidence(data),
            text(body, "on_behalf_of", Limits.NAME_LENGTH_MAX).filter(name -> !name.isBlank()));
    return new DecisionRequest(decide, Hash.of(CanonicalJson.of(body)));
  }

  private static void requireKnown(JsonNode body) {
    for (String field : (Iterable<String>) body::fieldNames) {
      if (!FIELDS.contains(field)) {
        String meant = Nearest.to(field, FIELDS).map(name -> " (" + name + "?)").orElse("");
        throw Refused.invalid(
            "unknown_field",
            "fields of a decision: " + String.join(", ", FIELDS),
            "got '" + VisibleText.of(field) + "'" + meant);
      }
    }
  }

  private static Shown shown(JsonNode body, IntentId intent) {
    Optional<StepId> step =
        text(body, "step_id", Limits.NAME_LENGTH_MAX)
            .filter(name -> !name.isBlank())
            .map(StepId::new);
    JsonNode unbound = body.path("unbound");
    if (!unbound.isMissingNode() && !unbound.isNull() && !unbound.isBoolean()) {
      throw invalidField("unbound", "true or false", unbound);
    }
    if (!unbound.asBoolean()) {
      return new Shown(step, Optional.of(version(body, intent)), Optional.of(hash(body, intent)));
    }
    if (body.hasNonNull("version") || body.hasNonNull("content_hash")) {
      throw Refused.invalid(
          "either unbound, or the version and content_hash of what was shown", "got both");
    }
    return new Shown(step, Optional.empty(), Optional.empty());
  }

  private static int version(JsonNode body, IntentId intent) {
    JsonNode version = body.path("version");
    if (version.isMissingNode() || version.isNull()) {
      throw Refused.invalid(
          "version_required",
          "the version of the task you saw" + whereFrom(intent),
          "there is none");
    }
    if (!version.canConvertToExactIntegral()
        || !version.canConvertToInt()
        || version.intValue() < 1) {
      throw invalidField("version", "a whole number from 1", version);
    }
    return version.intValue();
  }

  private static Hash hash(JsonNode body, IntentId intent) {
    String hex =
        text(body, "content_hash", Limits.NAME_LENGTH_MAX)
            .orElseThrow(
                () ->
                    Refused.invalid(
                        "content_hash_required",
                        "the content_hash of what you saw" + whereFrom(intent),
                        "there is none"))
            .toLowerCase(Locale.ROOT);
    try {
      return new Hash(hex);
    } catch (IllegalArgumentException _) {
      throw Refused.invalid("content_hash to be 64 hex digits", "got '" + hex + "'");
    }
  }

  private static String whereFrom(IntentId intent) {
    return " (GET /v1/tasks/" + intent + " gives it)";
  }

  private static Json data(JsonNode body) {
    JsonNode data = body.path("data");
    if (!data.isMissingNode() && !data.isNull() && !data.isObject()) {
      throw invalidField("data", "an object", data);
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    if (data instanceof ObjectNode given) {
      fields.setAll(given);
    }
    JsonNode evidence = body.path("evidence");
    if (present(evidence)) {
      fields.set("evidence", evidence);
    }
    return canonical(fields);
  }

  private static Json canonical(JsonNode fields) {
    try {
      return CanonicalJson.of(fields);
    } catch (IllegalArgumentException e) {
      throw new Refused(Problem.badRequest(String.valueOf(e.getMessage())));
    }
  }

  private static boolean carriesEvidence(Json data) {
    return present(CanonicalJson.parse(data).path("evidence"));
  }

  private static boolean present(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING, NULL -> false;
      case STRING -> !node.textValue().isBlank();
      case ARRAY, OBJECT -> !node.isEmpty();
      case BOOLEAN -> node.booleanValue();
      case NUMBER, BINARY, POJO -> true;
    };
  }

  private static Optional<String> text(JsonNode body, String field, int lengthMax) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw invalidField(field, "a text", value);
    }
    if (value.textValue().length() > lengthMax) {
      throw Refused.invalid(
          "out_of_bounds",
          field + " of at most " + lengthMax + " characters",
          "it has " + value.textValue().length());
    }
    return Optional.of(value.textValue());
  }

  private static Refused invalidField(String field, String expected, JsonNode found) {
    return Refused.invalid(field + " to be " + expected, "got " + kind(found));
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a text";
      case NUMBER -> "the number " + node;
      case BOOLEAN -> node.toString();
      case NULL, MISSING -> "nothing";
      case BINARY, POJO -> "something else";
    };
  }
}
