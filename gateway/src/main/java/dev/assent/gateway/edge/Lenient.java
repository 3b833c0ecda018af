package dev.assent.gateway.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Status;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Limits;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.Addresses;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Refused;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Every point in which the gateway takes more than AXP's schemas allow, because a real client
/// needs it. `LenientTest` has a captured request for each row.
///
/// | row | who needs it | what they send |
/// |---|---|---|
/// | [#idempotencyKey] | the SDKs' `apply_scenario` | `idempotency_key` in the bundle |
/// | [#address] | SDKs, the CLI | `name`, `ws/name`, `org/ws/name`, `agent://…`, percent-encoded |
/// | [#isForPeople] | the CLI, the example runner | people's and agents' answers on one path |
/// | [#outcome] | the example runner | `{"outcome":"approved","task_result":{"approved":true}}` |
/// | [#fields] | the CLI's `--data` | the answer's fields beside `outcome`, not in `data` |
/// | [#hasEvidence] | the CLI's `--data` | `evidence` beside `outcome`, not in `data` |
/// | [#resolution] | an example | FAILED with `result` instead of `error` |
/// | [#since] | Go, .NET | `since=0`, which the OpenAPI document forbids |
/// | [#waitSeconds] | the CLI, tests | any `wait_seconds`: brought into 1 to 60 |
/// | [#endsAfterBatch] | the TypeScript and Go SDKs | they read a stream whole before they look at it |
/// | [#intentId] | people at a terminal | an upper-case id |
///
/// A create request's tolerances are the same at every door:
/// [dev.assent.platform.intake.CreateRequest]; so are a report's:
/// [dev.assent.platform.intake.ReportRequest]. A bundle's are part of its language:
/// [dev.assent.gateway.scenario.Steps].
public final class Lenient {
  private static final Set<String> WHOLE_BODY_CLIENTS =
      Set.of("axme-sdk-typescript", "axme-sdk-go");
  private static final int WAIT_SECONDS_DEFAULT = 15;

  private Lenient() {}

  /// The idempotency key of a scenario: SDKs repeat the header in the body, the CLI's bundles may
  /// have it in the body alone.
  public static Optional<String> idempotencyKey(Optional<String> header, ObjectNode bundle) {
    return header.or(
        () -> Fields.of(bundle).optionalText("idempotency_key", Limits.IDEMPOTENCY_KEY_LENGTH_MAX));
  }

  /// An agent's address as it comes in a path, a query or a header.
  public static AgentAddress address(String text, Workspace inside) {
    try {
      return Addresses.read(text, inside);
    } catch (Fields.WrongException e) {
      throw new Refused(Problem.unprocessable(e.text()));
    }
  }

  /// An agent's address as the rest of a path; empty when it can be none, so that a path below an
  /// agent that nobody serves is not found rather than wrong.
  public static Optional<AgentAddress> pathAddress(String text, Workspace inside) {
    try {
      return Optional.of(address(text, inside));
    } catch (Refused _) {
      return Optional.empty();
    }
  }

  /// Whether a resume is a person's answer to a task; otherwise it is an agent's report.
  public static boolean isForPeople(ObjectNode resume) {
    return resume.get("task_result") instanceof ObjectNode;
  }

  /// A person's outcome: in `task_result`, beside it, or as the flag `approved`.
  public static Optional<String> outcome(ObjectNode resume) {
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
  public static ObjectNode fields(ObjectNode taskResult) {
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
  public static boolean hasEvidence(ObjectNode fields) {
    JsonNode evidence = fields.path("evidence");
    return switch (evidence.getNodeType()) {
      case STRING -> !evidence.textValue().isBlank();
      case ARRAY, OBJECT -> !evidence.isEmpty();
      case NUMBER -> true;
      case BOOLEAN -> evidence.booleanValue();
      case NULL, MISSING, BINARY, POJO -> false;
    };
  }

  /// What came of a resolved intent, wherever the client put it.
  public static ObjectNode resolution(ObjectNode resolve) {
    return Stream.of(resolve.get("result"), resolve.get("error"))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .findFirst()
        .orElseGet(Answers::object);
  }

  /// A cursor; none is 0.
  public static long since(Optional<String> text) {
    return text.filter(t -> !t.isBlank()).map(t -> Math.max(0, number("since", t))).orElse(0L);
  }

  /// The id of an event that was seen; none is 0.
  public static long lastEventId(Optional<String> text) {
    return text.filter(t -> !t.isBlank())
        .map(t -> Math.max(0, number("Last-Event-ID", t)))
        .orElse(0L);
  }

  public static int waitSeconds(Optional<String> text) {
    long asked =
        text.filter(t -> !t.isBlank())
            .map(t -> number("wait_seconds", t))
            .orElse((long) WAIT_SECONDS_DEFAULT);
    return Math.clamp(asked, 1, Math.toIntExact(Limits.STREAM_WAIT_MAX.toSeconds()));
  }

  public static int limit(Optional<String> text, int none, int max) {
    long asked = text.filter(t -> !t.isBlank()).map(t -> number("limit", t)).orElse((long) none);
    return Math.clamp(asked, 1, max);
  }

  /// A comma list of statuses; none means all.
  public static Set<Status> statuses(Optional<String> text) {
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    for (String name : text.orElse("").split(",", -1)) {
      if (!name.isBlank()) {
        statuses.add(status(name.strip()));
      }
    }
    return statuses;
  }

  /// The statuses of deliveries that an agent wants; without a list all that are open.
  public static Set<Status> deliverable(Optional<String> text) {
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
  public static boolean endsAfterBatch(String client) {
    return WHOLE_BODY_CLIENTS.stream().anyMatch(client::startsWith);
  }

  /// The id of an intent's thread, which is the intent's own: a step intent has no thread.
  public static IntentId threadId(String text) {
    IntentId id = intentId(text);
    if (!id.isRoot()) {
      throw Refused.notFound("a thread's id", "there is no '" + id + "'");
    }
    return id;
  }

  public static IntentId intentId(String text) {
    try {
      return IntentId.parse(text.strip());
    } catch (IllegalArgumentException _) {
      throw Refused.notFound("an intent's id (a UUID)", "got '" + text + "'");
    }
  }
}
