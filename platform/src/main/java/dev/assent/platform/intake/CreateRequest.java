package dev.assent.platform.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.directory.WorkspaceSettings;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.fields.Nearest;
import dev.assent.platform.intake.fields.RequestSchema;
import dev.assent.platform.intake.fields.Warning;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The request that begins an intent (contract section 2.1), whichever door it came through. Only
/// shapes are judged here.
///
/// It takes more than AXP's schema allows, because real clients need it; `CreateRequestTest` has a
/// captured request for each row.
///
/// | row | who needs it | what they send |
/// |---|---|---|
/// | [#named] | the seed's TypeScript program | `intentType`, `toAgent` |
/// | [#payload] | the seed's Go program | the payload's fields beside `intent_type`, no `payload` |
/// | [#intentType] | the READMEs' snippets | `human_approval.v1`: two parts, not three |
/// | [#same] | every SDK | a fresh `correlation_id` with each repeat of one idempotency key |
///
/// @param body its fields by AXP's names
public record CreateRequest(ObjectNode body) {
  /// Addresses that name no agent of a client's own: the holder between a workflow's steps.
  private static final String BUILT_IN_AGENT = "agent_core";

  private static final String PEOPLE = "human";

  static final List<String> FIELDS =
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

  /// The type that AXME's READMEs send for "somebody approves this".
  public static final String HUMAN_APPROVAL = "human_approval.v1";

  /// Fields that say nothing about what is asked: SDKs make a correlation id for every call, and
  /// who asks is the caller, whatever `from_agent` says.
  private static final Set<String> SAY_NOTHING = Set.of("correlation_id", "from_agent");

  private static final Map<String, String> CAMEL_CASE =
      FIELDS.stream().collect(Collectors.toMap(CreateRequest::camel, name -> name));

  /// The request by AXP's names. Where both spellings come, AXP's counts.
  public static CreateRequest named(ObjectNode given) {
    ObjectNode named = object();
    given
        .properties()
        .forEach(
            field -> {
              String name = CAMEL_CASE.getOrDefault(field.getKey(), field.getKey());
              if (!(given.has(name) && !name.equals(field.getKey()))) {
                named.set(name, field.getValue());
              }
            });
    return new CreateRequest(named);
  }

  /// What a request asks for.
  ///
  /// @param warnings what its author should know of its fields; [Advised] has the rest
  public record Read(Command.Submit command, List<Warning> warnings) {
    public Read {
      warnings = List.copyOf(warnings);
    }
  }

  /// @param correlation the correlation id of a request that has none
  /// @throws Fields.WrongException when it is not what it should be
  public Read read(Principal caller, Directory directory, Supplier<String> correlation) {
    Fields fields = Fields.of(body);
    requireNoSlip(fields, caller.workspace(), directory);
    Command.Submit command = submit(fields, caller, directory, correlation);
    fields.leave("intent_type", "payload", "from_agent", "$schema");
    fields
        .optionalText("from_agent")
        .filter(_ -> caller.kind() == Principal.Kind.AGENT)
        .filter(from -> !from.equals(caller.id()))
        .ifPresent(
            _ ->
                fields.warn(
                    "from_agent", "the intent is from " + caller.id() + ", whose key it is"));
    fields.is("on this intent");
    if (body.get("payload") instanceof ObjectNode) {
      fields.know(RequestSchema.CREATE_REQUEST.root());
    } else {
      fold(fields);
    }
    fields.requireGates();
    return new Read(command, fields.warnings());
  }

  /// Whoever meant to ask people and wrote `humans` would get an agent whom nobody knows.
  private static void requireNoSlip(Fields fields, Workspace workspace, Directory directory) {
    Optional<String> slip =
        fields
            .optionalText("to_agent", Limits.ADDRESS_LENGTH_MAX)
            .filter(to -> !to.equals(PEOPLE) && Nearest.to(to, List.of(PEOPLE)).isPresent())
            .filter(to -> !directory.isRegistered(workspace, Addresses.read(to, workspace)));
    slip.ifPresent(
        to -> {
          throw fields.wrong(
              "'" + PEOPLE + "' or an agent",
              "to_agent",
              "'" + to + "' is no agent; did you mean '" + PEOPLE + "'?");
        });
  }

  /// What else there is becomes the payload, but for a question with a slip in its name.
  private void fold(Fields fields) {
    for (String name : others()) {
      boolean question =
          body.get(name) instanceof ObjectNode
              && Nearest.to(name, FIELDS).filter("human_task"::equals).isPresent();
      if (question) {
        throw fields.wrong("the name 'human_task'", name, "got an object under a name like it");
      }
      fields.leave(name);
    }
  }

  private Command.Submit submit(
      Fields fields, Principal caller, Directory directory, Supplier<String> correlation) {
    String type = intentType();
    String to = fields.text("to_agent", Limits.ADDRESS_LENGTH_MAX);
    Json payload = canonical(payload());
    if (payload.bytes() > Limits.PAYLOAD_BYTES_MAX) {
      throw new Fields.TooLargeException(
          "a payload of at most " + Limits.PAYLOAD_BYTES_MAX + " bytes",
          "it has " + payload.bytes());
    }
    return new Command.Submit(
        type,
        fields.optionalText("correlation_id", Limits.NAME_LENGTH_MAX).orElseGet(correlation),
        caller.id(),
        to,
        payload,
        fields.optionalText("reply_to", Limits.ADDRESS_LENGTH_MAX),
        fields.optionalTime("deadline_at"),
        plan(caller.workspace(), directory, fields, type, to));
  }

  /// Its type's policy, else the intent's own question, else its agent. A type that says by its
  /// name that a person approves asks an approver of the workspace until a policy says more.
  private static Plan plan(
      Workspace workspace, Directory directory, Fields fields, String type, String to) {
    Optional<AgentAddress> agent = agent(workspace, to);
    Optional<Plan> policy = directory.policy(workspace, type).map(CreateRequest::judged);
    if (policy.isPresent()) {
      return UnderPolicy.plan(policy.get(), fields, type, to.equals(PEOPLE), agent)
          .withTopics(address -> directory.isRegistered(workspace, address));
    }
    if (WorkspaceSettings.of(directory, workspace).policyRequired()) {
      throw fields.wrong(
          "a type that has a policy, as this workspace requires,",
          "intent_type",
          "'"
              + type
              + "' has none"
              + nearest(directory, workspace, type)
                  .map(near -> "; the nearest that has one is '" + near + "'")
                  .orElse(""));
    }
    if (fields.has("human_task") || to.equals(PEOPLE) || type.equals(HUMAN_APPROVAL)) {
      agent.ifPresent(
          named ->
              fields.warn(
                  "to_agent", "people are asked, and no agent: " + named + " gets nothing"));
      return IntentPlans.human(fields, type);
    }
    AgentAddress works = agent.orElseGet(() -> Addresses.read(to, workspace));
    return IntentPlans.agent(fields, works, directory.isRegistered(workspace, works));
  }

  /// The type with a policy that somebody may have meant who wrote one that has none.
  static Optional<String> nearest(Directory directory, Workspace workspace, String type) {
    return Nearest.to(type, directory.policyTypes(workspace));
  }

  /// Whom the request names: nobody where it names people, or the holder between a workflow's
  /// steps.
  private static Optional<AgentAddress> agent(Workspace workspace, String to) {
    return to.equals(PEOPLE)
        ? Optional.empty()
        : Optional.of(Addresses.read(to, workspace))
            .filter(agent -> !agent.name().equals(BUILT_IN_AGENT));
  }

  /// A policy of before outcomes had to say what they mean is good as far as its words are known.
  private static Plan judged(DirectoryEntry.Policy policy) {
    try {
      return policy.plan().judged();
    } catch (IllegalArgumentException e) {
      throw new Fields.WrongException(
          "a policy of '" + policy.intentType() + "' that says what each outcome means",
          e.getMessage() + ": apply its scenario again with 'outcomes' in the human_task");
    }
  }

  /// Any text is a type, as long as it is not too long.
  String intentType() {
    return Fields.of(body).text("intent_type", Limits.NAME_LENGTH_MAX).strip();
  }

  /// The payload; without one, whatever the request has besides AXP's own fields.
  ObjectNode payload() {
    JsonNode payload = body.get("payload");
    if (payload instanceof ObjectNode object) {
      return object;
    }
    if (payload != null && !payload.isNull()) {
      throw new Fields.WrongException("an object in 'payload'", "it is " + payload.getNodeType());
    }
    ObjectNode folded = object();
    others().forEach(name -> folded.set(name, body.get(name)));
    return folded;
  }

  /// What must be equal when an idempotency key comes again, in whatever spelling and through
  /// whatever door: the request without what says nothing, a point in time as such, the payload at
  /// its place.
  ///
  /// @throws Fields.WrongException when it is not what it should be
  public Hash same() {
    ObjectNode same = body.deepCopy();
    if (!(body.get("payload") instanceof ObjectNode)) {
      same.remove(others());
      same.set("payload", payload());
    }
    same.remove(SAY_NOTHING);
    List<String> missing = new ArrayList<>();
    same.properties()
        .forEach(
            field -> {
              if (Fields.isMissing(field.getValue())) {
                missing.add(field.getKey());
              }
            });
    same.remove(missing);
    Fields.of(body)
        .optionalTime("deadline_at")
        .ifPresent(at -> same.put("deadline_at", at.toString()));
    return Hash.of(canonical(same));
  }

  private List<String> others() {
    return body.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !FIELDS.contains(name))
        .toList();
  }

  private static Json canonical(ObjectNode node) {
    try {
      return CanonicalJson.of(node);
    } catch (IllegalArgumentException e) {
      throw new Fields.WrongException("JSON that can be written", String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder(name);
    for (int i = camel.indexOf("_"); i >= 0; i = camel.indexOf("_")) {
      camel.deleteCharAt(i).setCharAt(i, Character.toUpperCase(camel.charAt(i)));
    }
    return camel.toString();
  }
}
