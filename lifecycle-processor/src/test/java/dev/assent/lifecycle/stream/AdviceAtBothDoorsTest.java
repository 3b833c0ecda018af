package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Advice;
import dev.assent.contract.Asked;
import dev.assent.contract.Door;
import dev.assent.contract.Plan;
import dev.assent.contract.Result;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.platform.bus.Idempotency;
import dev.assent.platform.bus.Stamp;
import dev.assent.platform.intake.Advised;
import dev.assent.platform.intake.CreateRequest;
import dev.assent.platform.keys.NewKey;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.json.CanonicalJson;
import dev.assent.wire.submissions.PublicRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the author of a request is told that is taken, but not as it seems: the same on the results
/// topic as in the answer over HTTP.
class AdviceAtBothDoorsTest {
  private static final String GATED = "intent.gated.v1";
  private static final NewKey KEY =
      NewKey.create(
          "assent_test",
          Flow.WORKSPACE,
          Principal.Kind.SERVICE,
          "deployer",
          Set.of(Scope.INITIATOR),
          Set.of(),
          Flow.START);
  private static final Stamp GATEWAY =
      new Stamp(Clock.fixed(Flow.START, ZoneOffset.UTC), Door.GATEWAY);

  private final Flow flow = new Flow();

  @BeforeEach
  void directory() {
    var _ = Flow.DIRECTORY.put(KEY.entry());
    apply(1);
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private static void apply(int version) {
    Plan plan = SeedPlan.plan();
    Plan policy =
        new Plan(
            Optional.of(new Plan.PolicyRef("demo.v1", version)),
            plan.entry(),
            plan.steps(),
            plan.plain());
    var _ =
        Flow.DIRECTORY.put(
            new DirectoryEntry.Policy(
                Flow.WORKSPACE, GATED, "demo.v1", version, policy, Flow.START, "a", "a", ""));
  }

  /// A create request as JSON; what the record has a field for is put there.
  private Result.Accepted onTopic(String body, String key) {
    ObjectNode json = (ObjectNode) CanonicalJson.parse(body);
    PublicRequest.Submit request =
        new PublicRequest.Submit(
            UUID.randomUUID(),
            Optional.of(key),
            json.path("intent_type").asText(),
            json.path("to_agent").asText(),
            json.path("payload").toString(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(json.get("human_task")).map(Object::toString),
            Optional.ofNullable(json.get("remind_after_seconds")).map(n -> n.doubleValue()),
            Optional.ofNullable(json.get("remind_interval_seconds")).map(n -> n.doubleValue()),
            Optional.ofNullable(json.get("max_reminders")).map(n -> n.intValue()),
            Optional.ofNullable(json.get("escalate_to")).map(n -> n.asText()),
            Optional.ofNullable(json.get("max_delivery_attempts")).map(n -> n.intValue()));
    byte[] value = flow.wire.submissions().encode(request);
    flow.submit(value, IngestTest.signed(SubmissionSigner.of(KEY.secret()), value));
    return (Result.Accepted) flow.wire.results().decode(flow.answers().getLast().value());
  }

  /// As the gateway asks it.
  private Result.Accepted overHttp(String body, String key) {
    Principal caller =
        new Principal(
            Principal.Kind.SERVICE,
            "deployer",
            Flow.WORKSPACE,
            Set.of(Scope.INITIATOR),
            Set.of(),
            "api_key:ak_1",
            Optional.empty());
    CreateRequest request = CreateRequest.named((ObjectNode) CanonicalJson.parse(body));
    Advised advised =
        Advised.of(
            request.read(caller, Flow.DIRECTORY, () -> "none"), Flow.WORKSPACE, Flow.DIRECTORY);
    Asked asked =
        GATEWAY
            .submit(
                caller, advised.command(), new Stamp.Key(Idempotency.CREATE, key, request.same()))
            .advised(advised.advice());
    return (Result.Accepted) flow.ask(asked.answeredOn(0));
  }

  static List<Arguments> slips() {
    return List.of(
        arguments(
            "a misspelt field",
            asking("{'title':'T','descripton':'D'}"),
            "did you mean 'description'?"),
        arguments(
            "an unknown field",
            asking("{'title':'T','priority':'high'}"),
            "'human_task.priority': there is no such field"),
        arguments(
            "reminders of an agent",
            request("other", "worker", ",'remind_after_seconds':5"),
            "'remind_after_seconds': it has no effect"),
        arguments(
            "a count of no reminders",
            request("other", "human", ",'max_reminders':2"),
            "nobody is reminded"),
        arguments(
            "deliveries of a question",
            request("other", "human", ",'max_delivery_attempts':2"),
            "'max_delivery_attempts': it has no effect"),
        arguments(
            "a false that cannot hold",
            asking("{'task_type':'override','required_comment':false}"),
            "so false has no effect"),
        arguments(
            "a role that nobody holds",
            asking("{'assignees':['role:dba']}"),
            "which nobody holds yet"),
        arguments(
            "a mistyped type",
            request("intent.gatde.v1", "human", ""),
            "did you mean 'intent.gated.v1'?"),
        arguments(
            "an agent beside a policy",
            request(GATED, "mine", ""),
            "agent://local/default/mine gets nothing"),
        arguments(
            "a question beside a policy",
            request(GATED, "human", ",'human_task':{'title':'T'}"),
            "people are asked first"));
  }

  private static String asking(String task) {
    return request("other", "human", ",'human_task':" + task);
  }

  private static String request(String type, String to, String more) {
    return "{'intent_type':'%s','to_agent':'%s','payload':{}%s}"
        .formatted(type, to, more)
        .replace('\'', '"');
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slips")
  void aSlipIsToldTheSame(String name, String body, String told) {
    Result.Accepted onTopic = onTopic(body, "on the topic " + name);
    Result.Accepted overHttp = overHttp(body, "over HTTP " + name);

    assertThat(onTopic.advice().warnings()).anyMatch(warning -> warning.contains(told));
    assertThat(onTopic.advice()).isEqualTo(overHttp.advice());
    assertThat(onTopic.policy()).isEqualTo(overHttp.policy());
  }

  @Test
  void aMistypedTypeIsAnsweredWithTheNearest_andARightOneWithItsPolicy() {
    Result.Accepted slip = onTopic(request("intent.gatde.v1", "human", ""), "a");
    Result.Accepted right = onTopic(request(GATED, "human", ""), "b");

    assertThat(slip.policy()).isEmpty();
    assertThat(slip.advice().nearestType()).contains(GATED);
    assertThat(right.policy()).contains(new Plan.PolicyRef("demo.v1", 1));
    assertThat(right.advice()).isEqualTo(Advice.NONE);
  }

  /// Advice is no part of the request: what is told does not make it another.
  @Test
  void aRepeatAtEitherDoorIsOneRequest_andIsToldTheSame() {
    String body =
        request("intent.gatde.v1", "human", ",'human_task':{'title':'T','descripton':'D'}");
    Result.Accepted first = onTopic(body, "one");

    for (Result.Accepted again : List.of(onTopic(body, "one"), overHttp(body, "one"))) {
      assertThat(again.again()).isTrue();
      assertThat(again.intent()).isEqualTo(first.intent());
      assertThat(again.advice()).isEqualTo(first.advice());
    }
    assertThat(first.advice().warnings()).hasSize(2);
    assertThat(flow.happened()).hasSize(1);
  }

  @Test
  void aRepeatIsToldWhatWasToldFirst_whateverWasAppliedSince() {
    String body = request(GATED, "mine", "");
    Result.Accepted first = onTopic(body, "one");
    apply(2);

    for (Result.Accepted again : List.of(onTopic(body, "one"), overHttp(body, "one"))) {
      assertThat(again.again()).isTrue();
      assertThat(again.policy()).isEqualTo(first.policy());
      assertThat(again.advice()).isEqualTo(first.advice());
    }
  }
}
