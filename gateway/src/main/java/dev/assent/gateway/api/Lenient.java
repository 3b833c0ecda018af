package dev.assent.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.AgentAddress;
import dev.assent.contract.Command;
import dev.assent.contract.IntentId;
import dev.assent.contract.Limits;
import dev.assent.contract.Status;
import dev.assent.contract.Workspace;
import dev.assent.gateway.scenario.Fields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every point in which the gateway takes more than AXP's schemas allow, because a real client
/// needs it. `LenientTest` has a captured request for each row.
///
/// | row | who needs it | what they send |
/// |---|---|---|
/// | [#camelCase] | the seed's TypeScript program | `intentType`, `toAgent` |
/// | [#payload] | the seed's Go program | the payload's fields beside `intent_type`, no `payload` |
/// | [#intentType] | the READMEs' snippets | `human_approval.v1`: two parts, not three |
/// | [#sameRequest] | every SDK | a fresh `correlation_id` with each repeat of one idempotency key |
/// | [#idempotencyKey] | the SDKs' `apply_scenario` | `idempotency_key` in the bundle |
/// | [#address] | SDKs, the CLI | `name`, `ws/name`, `org/ws/name`, `agent://…`, percent-encoded |
/// | [#isForPeople] | the CLI, the example runner | people's and agents' answers on one path |
/// | [#outcome] | the example runner | `{"outcome":"approved","task_result":{"approved":true}}` |
/// | [#fields] | the CLI's `--data` | the answer's fields beside `outcome`, not in `data` |
/// | [#hasEvidence] | the CLI's `--data` | `evidence` beside `outcome`, not in `data` |
/// | [#reported] | the READMEs' agents | a result without `action` |
/// | [#resolution] | an example | FAILED with `result` instead of `error` |
/// | [#since] | Go, .NET | `since=0`, which the OpenAPI document forbids |
/// | [#waitSeconds] | the CLI, tests | any `wait_seconds`: brought into 1 to 60 |
/// | [#endsAfterBatch] | the TypeScript and Go SDKs | they read a stream whole before they look at it |
/// | [#intentId] | people at a terminal | an upper-case id |
///
/// A bundle's tolerances are part of its language: [dev.assent.gateway.scenario.Steps].
final class Lenient {
  private static final List<String> CREATE_FIELDS =
      List.of(
          "intent_type",
          "correlation_id",
          "to_agent",
          "from_agent",
          "payload",
          "reply_to",
          "deadline_at",
          "remind_after_seconds",
          "remind_interval_seconds",
          "max_reminders",
          "escalate_to",
          "max_delivery_attempts",
          "human_task");

  private static final Map<String, String> CAMEL_CASE =
      CREATE_FIELDS.stream().collect(Collectors.toMap(Lenient::camel, name -> name));

  private static final Set<String> WHOLE_BODY_CLIENTS =
      Set.of("axme-sdk-typescript", "axme-sdk-go");
  private static final int WAIT_SECONDS_DEFAULT = 15;

  private Lenient() {}

  /// The fields of a create request by their own names. Where both spellings come, AXP's counts.
  static ObjectNode camelCase(ObjectNode body) {
    ObjectNode named = Answers.object();
    body.properties()
        .forEach(
            field -> {
              String name = CAMEL_CASE.getOrDefault(field.getKey(), field.getKey());
              if (!(body.has(name) && !name.equals(field.getKey()))) {
                named.set(name, field.getValue());
              }
            });
    return named;
  }

  /// The payload; without one, whatever the request has besides AXP's own fields.
  static ObjectNode payload(ObjectNode create) {
    JsonNode payload = create.get("payload");
    if (payload instanceof ObjectNode object) {
      return object;
    }
    if (payload != null && !payload.isNull()) {
      throw Refused.invalid("an object in 'payload'", "it is " + payload.getNodeType());
    }
    ObjectNode folded = Answers.object();
    create.properties().stream()
        .filter(field -> !CREATE_FIELDS.contains(field.getKey()))
        .forEach(field -> folded.set(field.getKey(), field.getValue()));
    return folded;
  }

  /// Any text is a type, as long as it is not too long.
  static String intentType(String text) {
    return text.strip();
  }

  /// What must be equal when an idempotency key comes again: everything but the correlation id,
  /// which SDKs make anew for every call.
  static ObjectNode sameRequest(ObjectNode create) {
    ObjectNode compared = create.deepCopy();
    compared.remove("correlation_id");
    return compared;
  }

  /// The idempotency key of a scenario: SDKs repeat the header in the body, the CLI's bundles may
  /// have it in the body alone.
  static Optional<String> idempotencyKey(Optional<String> header, ObjectNode bundle) {
    return header.or(
        () -> Fields.of(bundle).optionalText("idempotency_key", Limits.IDEMPOTENCY_KEY_LENGTH_MAX));
  }

  /// An agent's address as it comes in a path, a query or a header.
  static AgentAddress address(String text, Workspace inside) {
    try {
      String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (plain.length() <= Limits.ADDRESS_LENGTH_MAX) {
        return AgentAddress.parse(plain, inside);
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw Refused.invalid(
        "an agent's address of at most "
            + Limits.ADDRESS_LENGTH_MAX
            + " characters, as agent://org/workspace/name or name",
        "got '" + text.substring(0, Math.min(100, text.length())) + "'");
  }

  /// An agent's address as the rest of a path; empty when it can be none, so that a path below an
  /// agent that nobody serves is not found rather than wrong.
  static Optional<AgentAddress> pathAddress(String text, Workspace inside) {
    try {
      return Optional.of(address(text, inside));
    } catch (Refused _) {
      return Optional.empty();
    }
  }

  /// Whether a resume is a person's answer to a task; otherwise it is an agent's report.
  static boolean isForPeople(ObjectNode resume) {
    return resume.get("task_result") instanceof ObjectNode;
  }

  /// A person's outcome: in `task_result`, beside it, or as the flag `approved`.
  static Optional<String> outcome(ObjectNode resume) {
    JsonNode result = resume.path("task_result");
    return Stream.of(result.path("outcome"), resume.path("outcome"))
        .filter(node -> node.isTextual() && !node.textValue().isBlank())
        .map(JsonNode::textValue)
        .findFirst()
        .or(
            () ->
                result.path("approved").isBoolean()
                    ? Optional.of(result.path("approved").booleanValue() ? "approved" : "rejected")
                    : Optional.empty());
  }

  /// The answer's fields: those in `data` and those beside it.
  static ObjectNode fields(ObjectNode taskResult) {
    ObjectNode fields = Answers.object();
    taskResult.properties().stream()
        .filter(field -> !Set.of("outcome", "comment", "data").contains(field.getKey()))
        .forEach(field -> fields.set(field.getKey(), field.getValue()));
    if (taskResult.get("data") instanceof ObjectNode data) {
      fields.setAll(data);
    }
    return fields;
  }

  /// Whether the answer's fields have evidence in them.
  static boolean hasEvidence(ObjectNode fields) {
    JsonNode evidence = fields.path("evidence");
    return switch (evidence.getNodeType()) {
      case STRING -> !evidence.textValue().isBlank();
      case ARRAY, OBJECT -> !evidence.isEmpty();
      case NUMBER -> true;
      case BOOLEAN -> evidence.booleanValue();
      case NULL, MISSING, BINARY, POJO -> false;
    };
  }

  /// What an agent reports: a body that does not say what it is is a result.
  static Command.Report.Kind reported(ObjectNode report) {
    return switch (report.path("action").asText()) {
      case "acknowledge", "ack" -> Command.Report.Kind.ACKNOWLEDGE;
      case "progress" -> Command.Report.Kind.PROGRESS;
      case "fail" -> Command.Report.Kind.FAIL;
      default -> Command.Report.Kind.COMPLETE;
    };
  }

  /// What came of a resolved intent, wherever the client put it.
  static ObjectNode resolution(ObjectNode resolve) {
    return Stream.of(resolve.get("result"), resolve.get("error"))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .findFirst()
        .orElseGet(Answers::object);
  }

  /// A cursor; none is 0.
  static long since(Optional<String> text) {
    return text.filter(t -> !t.isBlank()).map(t -> Math.max(0, number("since", t))).orElse(0L);
  }

  static int waitSeconds(Optional<String> text) {
    long asked =
        text.filter(t -> !t.isBlank())
            .map(t -> number("wait_seconds", t))
            .orElse((long) WAIT_SECONDS_DEFAULT);
    return Math.clamp(asked, 1, Math.toIntExact(Limits.STREAM_WAIT_MAX.toSeconds()));
  }

  static int limit(Optional<String> text, int none, int max) {
    long asked = text.filter(t -> !t.isBlank()).map(t -> number("limit", t)).orElse((long) none);
    return Math.clamp(asked, 1, max);
  }

  /// A comma list of statuses; none means all.
  static Set<Status> statuses(Optional<String> text) {
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    for (String name : text.orElse("").split(",", -1)) {
      if (!name.isBlank()) {
        statuses.add(status(name.strip()));
      }
    }
    return statuses;
  }

  /// The statuses of deliveries that an agent wants; without a list all that are open.
  static Set<Status> deliverable(Optional<String> text) {
    Set<Status> named = statuses(text);
    return named.isEmpty() ? EnumSet.allOf(Status.class) : named;
  }

  private static Status status(String name) {
    try {
      return Status.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw Refused.invalid(
          "one of " + Arrays.toString(Status.values()) + " in 'status'", "got '" + name + "'");
    }
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException _) {
      throw Refused.invalid("a whole number in '" + name + "'", "got '" + text + "'");
    }
  }

  /// @param client the header `X-Axme-Client`
  static boolean endsAfterBatch(String client) {
    return WHOLE_BODY_CLIENTS.stream().anyMatch(client::startsWith);
  }

  static IntentId intentId(String text) {
    try {
      return IntentId.parse(text.strip());
    } catch (IllegalArgumentException _) {
      throw Refused.notFound("an intent's id (a UUID)", "got '" + text + "'");
    }
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder(name);
    for (int i = camel.indexOf("_"); i >= 0; i = camel.indexOf("_")) {
      camel.deleteCharAt(i).setCharAt(i, Character.toUpperCase(camel.charAt(i)));
    }
    return camel.toString();
  }
}
