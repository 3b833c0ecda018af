package dev.assent.lifecycle.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Status;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.platform.bus.Idempotency;
import dev.assent.platform.bus.Stamp;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.intake.Advised;
import dev.assent.platform.intake.CreateRequest;
import dev.assent.platform.intake.ReportRequest;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.wire.json.CanonicalJson;
import dev.assent.wire.submissions.PublicRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// From a request on a public topic to the command it asks for, as a door makes it: who may do what
/// is judged by the decider.
final class Ingest {
  private static final String CANCEL = "intents.resolve";
  private static final String REPORT = "intents.resume";

  private final Directory directory;
  private final StepTokens tokens;
  private final Stamp stamp;
  private final DirectoryNews news;

  Ingest(Directory directory, StepTokens tokens, Stamp stamp, DirectoryNews news) {
    this.directory = directory;
    this.tokens = tokens;
    this.stamp = stamp;
    this.news = news;
  }

  /// A request that is refused before it is a command.
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    RefusedException(Code code, String expected, String found) {
      this(Rejection.of(code, expected, found));
    }

    RefusedException(Rejection rejection) {
      super(rejection.message(), null, false, false);
      this.rejection = rejection;
    }

    Rejection rejection() {
      return rejection;
    }
  }

  /// @param caller whose signature the record has
  /// @throws RefusedException when the request is not what it should be
  Asked submission(Principal caller, PublicRequest.Submission submission) {
    return switch (submission) {
      case PublicRequest.Submit submit -> told(() -> submit(caller, submit));
      case PublicRequest.Cancel cancel -> told(() -> cancel(caller, cancel));
    };
  }

  /// @throws RefusedException when the request is not what it should be, or nobody who may report
  Asked report(PublicRequest.Report report) {
    return told(() -> judged(report));
  }

  private Asked submit(Principal caller, PublicRequest.Submit submit) {
    CreateRequest request = new CreateRequest(body(submit));
    String key =
        submit
            .idempotencyKey()
            .filter(given -> !given.isBlank())
            .orElse(submit.requestId().toString());
    bounded("idempotencyKey", key, Limits.IDEMPOTENCY_KEY_LENGTH_MAX);
    CreateRequest.Read read = read(caller, submit, request);
    Advised advised = Advised.of(read, caller.workspace(), directory);
    return stamp
        .submit(caller, advised.command(), new Stamp.Key(Idempotency.CREATE, key, request.same()))
        .advised(advised.advice())
        .answeredUnder(submit.requestId());
  }

  /// A policy that was applied a moment ago may not be read yet, and its gate would be missing; nor
  /// an agent, which would get nothing on its topic; nor what a workspace refuses a type without.
  private CreateRequest.Read read(
      Principal caller, PublicRequest.Submit submit, CreateRequest request) {
    Supplier<CreateRequest.Read> read =
        () -> request.read(caller, directory, submit.requestId()::toString);
    try {
      CreateRequest.Read first = read.get();
      return lacksNothing(first.command()) || !news.read() ? first : read.get();
    } catch (Fields.WrongException wrong) {
      if (!news.read()) {
        throw wrong;
      }
      return read.get();
    }
  }

  private static boolean lacksNothing(Command.Submit command) {
    return command.plan().policy().isPresent()
        && command.plan().steps().stream()
            .allMatch(step -> !(step instanceof Plan.Step.Agent agent) || agent.topic());
  }

  /// The create request that says the same over HTTP.
  private static ObjectNode body(PublicRequest.Submit submit) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("intent_type", submit.intentType()).put("to_agent", submit.toAgent());
    body.set("payload", object("payload", submit.payload()));
    submit.correlationId().ifPresent(id -> body.put("correlation_id", id));
    submit.replyTo().ifPresent(to -> body.put("reply_to", to));
    submit.deadlineAt().ifPresent(at -> body.put("deadline_at", at.toString()));
    submit.humanTask().ifPresent(task -> body.set("human_task", object("humanTask", task)));
    submit
        .remindAfterSeconds()
        .ifPresent(after -> body.put("remind_after_seconds", finite("remindAfterSeconds", after)));
    submit
        .remindIntervalSeconds()
        .ifPresent(
            every -> body.put("remind_interval_seconds", finite("remindIntervalSeconds", every)));
    submit.maxReminders().ifPresent(max -> body.put("max_reminders", max));
    submit.escalateTo().ifPresent(who -> body.put("escalate_to", who));
    submit.maxDeliveryAttempts().ifPresent(max -> body.put("max_delivery_attempts", max));
    return body;
  }

  private Asked cancel(Principal caller, PublicRequest.Cancel cancel) {
    IntentId intent = intent("intentId", cancel.intentId());
    bounded("reason", cancel.reason(), Limits.COMMENT_LENGTH_MAX);
    // What the same request has over HTTP, where a key makes both one.
    Map<String, Json> same = new HashMap<>();
    same.put("status", Json.string(Status.CANCELED.name()));
    if (!cancel.reason().isEmpty()) {
      same.put("reason", Json.string(cancel.reason()));
    }
    Command.Resolve resolve = new Command.Resolve(Status.CANCELED, Json.EMPTY, cancel.reason());
    return stamp
        .ask(caller, intent, resolve, key(CANCEL, cancel, Hash.of(Json.object(same))))
        .answeredUnder(cancel.requestId());
  }

  private Asked judged(PublicRequest.Report report) {
    IntentId step = intent("stepIntent", report.stepIntent());
    Principal agent = agent(report, step);
    Command.Report.Kind kind = kind(report.kind());
    ObjectNode body = object("body", report.body());
    bounded("reason", report.reason(), Limits.BODY_BYTES_MAX);
    Command.Report told = ReportRequest.report(kind, body);
    Command.Report command =
        kind == Command.Report.Kind.FAIL && !report.reason().isBlank()
            ? new Command.Report(kind, told.body(), report.reason())
            : told;
    Hash same = ReportRequest.same(kind, body, report.reason());
    return stamp
        .ask(agent, step, command, key(REPORT, report, same))
        .answeredUnder(report.requestId());
  }

  /// A step's token was written to its agent's topic alone, and only a registered agent of the
  /// intent's own workspace has one.
  private Principal agent(PublicRequest.Report report, IntentId step) {
    if (!tokens.known()) {
      throw new RefusedException(
          Code.UNAUTHENTICATED,
          "a processor that takes reports from Kafka",
          "it has no secret for step tokens (assent.step-tokens.secret)");
    }
    if (!tokens.isGood(report.token(), step, report.agent(), report.attempt())) {
      throw new RefusedException(
          Code.UNAUTHENTICATED,
          "the token of the delivery that stepIntent, agent and attempt name",
          "this is another or none");
    }
    AgentAddress address = AgentAddress.parse(report.agent(), new Workspace("-", "-"));
    return new Principal(
        Principal.Kind.AGENT,
        address.toString(),
        new Workspace(address.org(), address.workspace()),
        Set.of(Scope.AGENT),
        Set.of(),
        "step_token",
        Optional.empty());
  }

  private static Stamp.Key key(String endpoint, PublicRequest request, Hash same) {
    return new Stamp.Key(endpoint, request.requestId().toString(), same);
  }

  private static Command.Report.Kind kind(String name) {
    return Arrays.stream(Command.Report.Kind.values())
        .filter(kind -> kind.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    Code.INVALID_REQUEST,
                    "one of " + Arrays.toString(Command.Report.Kind.values()) + " in 'kind'",
                    "got '" + shortened(name) + "'"));
  }

  private static IntentId intent(String name, String text) {
    try {
      return IntentId.parse(text);
    } catch (IllegalArgumentException _) {
      throw new RefusedException(
          Code.INVALID_REQUEST, "a UUID in '" + name + "'", "got '" + shortened(text) + "'");
    }
  }

  /// Its bound is that of a whole request over HTTP; how large the value may be is judged later.
  private static ObjectNode object(String name, String text) {
    bounded(name, text, Limits.REQUEST_BYTES_MAX);
    // Empty is the fields' default: Apicurio does not take a schema with "{}" in it for Avro.
    String json = text.isEmpty() ? Json.EMPTY.text() : text;
    try {
      if (CanonicalJson.parse(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (IllegalArgumentException _) {
      // told below; what the parser says may quote the text
    }
    throw new RefusedException(
        Code.INVALID_REQUEST, "a JSON object in '" + name + "'", "it is something else");
  }

  private static double finite(String name, double seconds) {
    if (!Double.isFinite(seconds)) {
      throw new RefusedException(
          Code.INVALID_REQUEST, "a number in '" + name + "'", "got " + seconds);
    }
    return seconds;
  }

  private static void bounded(String name, String text, int max) {
    if (text.length() > max) {
      throw new RefusedException(
          Code.OUT_OF_BOUNDS,
          "at most " + max + " characters in '" + name + "'",
          "it has " + text.length());
    }
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /// What the doors' common code finds wrong, as a refusal.
  private static Asked told(Supplier<Asked> asked) {
    try {
      return asked.get();
    } catch (Fields.TooLargeException e) {
      throw new RefusedException(new Rejection(Code.OUT_OF_BOUNDS, e.text(), Map.of()));
    } catch (Fields.WrongException e) {
      throw new RefusedException(new Rejection(Code.INVALID_REQUEST, e.text(), Map.of()));
    }
  }
}
