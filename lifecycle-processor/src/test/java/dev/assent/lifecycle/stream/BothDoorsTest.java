package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.platform.bus.Stamp;
import dev.assent.platform.intake.Advised;
import dev.assent.platform.intake.CreateRequest;
import dev.assent.platform.intake.ReportRequest;
import dev.assent.wire.json.CanonicalJson;
import dev.assent.wire.submissions.PublicRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One request through Kafka and over HTTP: the same facts, and under one key the same request.
class BothDoorsTest {
  private static final Principal SERVICE =
      principal(Principal.Kind.SERVICE, "deployer", Scope.INITIATOR);
  private static final Principal AGENT =
      principal(Principal.Kind.AGENT, Flow.AGENT.toString(), Scope.AGENT);
  private static final Stamp GATEWAY =
      new Stamp(Clock.fixed(Flow.START, ZoneOffset.UTC), Door.GATEWAY);

  private final Flow kafka = new Flow();
  private final Flow http = new Flow();

  private static Principal principal(Principal.Kind kind, String id, Scope scope) {
    return new Principal(
        kind, id, Flow.WORKSPACE, Set.of(scope), Set.of(), "api_key:ak_1", Optional.empty());
  }

  @BeforeAll
  static void directory() {
    IngestTest.directory();
  }

  @AfterEach
  void close() {
    kafka.close();
    http.close();
  }

  private void submit(PublicRequest.Submission request) {
    byte[] value = kafka.wire.submissions().encode(request);
    kafka.submit(value, IngestTest.signed(IngestTest.SIGNER, value));
  }

  private void report(PublicRequest.Report report) {
    kafka.report(kafka.wire.reports().encode(report));
  }

  /// What the last request through Kafka was told.
  private Result told() {
    return kafka.wire.results().decode(kafka.answers().getLast().value());
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) CanonicalJson.parse(text);
  }

  /// The request of [IngestTest#keyed] over HTTP.
  private static Asked submission() {
    return submission(
        """
        {"intent_type":"intent.test.v1","to_agent":"%s","payload":{"change":"a"},
         "correlation_id":"correlation","deadline_at":"2026-03-01T11:01:00.000+01:00",
         "human_task":{"title":"Ship it?"},"remind_after_seconds":5,"max_reminders":2,
         "escalate_to":"sre"}\
        """
            .formatted(Flow.AGENT),
        "none");
  }

  /// @param correlation taken where the body has none
  private static Asked submission(String body, String correlation) {
    CreateRequest request = CreateRequest.named(json(body));
    Advised advised =
        Advised.of(
            request.read(SERVICE, Flow.DIRECTORY, () -> correlation),
            Flow.WORKSPACE,
            Flow.DIRECTORY);
    return GATEWAY
        .submit(SERVICE, advised.command(), new Stamp.Key("intents.create", "one", request.same()))
        .advised(advised.advice());
  }

  private static Asked report(IntentId step, String body, String key) {
    ObjectNode report = json(body);
    return GATEWAY.ask(
        AGENT,
        step,
        ReportRequest.report(ReportRequest.kind(report), report),
        key("intents.resume", key, report));
  }

  private static Stamp.Key key(String endpoint, String key, ObjectNode body) {
    return new Stamp.Key(endpoint, key, Hash.of(CanonicalJson.of(body)));
  }

  private static PublicRequest.Report onTopic(Delivery delivery, String body) {
    return IngestTest.report(delivery, ReportRequest.kind(json(body)).name(), body);
  }

  /// Under the same key even the ids are the same: what follows from a key follows from it at every
  /// door. Only the door differs, and by what its caller proved who it is.
  private void assertSame(Happened onTopic, Happened overHttp) {
    assertThat(onTopic.door()).isEqualTo(Door.KAFKA);
    Principal actor = onTopic.actor();
    Happened levelled =
        new Happened(
            onTopic.intent(),
            onTopic.workspace(),
            onTopic.firstSeq(),
            onTopic.at(),
            new Principal(
                actor.kind(),
                actor.id(),
                actor.workspace(),
                actor.scopes(),
                actor.roles(),
                overHttp.actor().authenticated(),
                actor.address()),
            overHttp.door(),
            onTopic.cause(),
            onTopic.body(),
            onTopic.events());
    assertThat(levelled).isEqualTo(overHttp);
    assertThat(kafka.wire.events().encode(levelled)).isEqualTo(http.wire.events().encode(overHttp));
  }

  /// The same agent's step at both doors, handed out.
  private Delivery handedOut() {
    PublicRequest.Submit request = IngestTest.request().under("one");
    submit(request);
    String body =
        "{\"intent_type\":\"intent.test.v1\",\"to_agent\":\"%s\",\"payload\":{\"change\":\"a\"}}"
            .formatted(Flow.AGENT);
    http.send(submission(body, request.requestId().toString()));
    Delivery delivery = kafka.deliveries().getLast();
    assertThat(http.deliveries().getLast()).isEqualTo(delivery);
    assertSame(kafka.happened().getFirst(), http.happened().getFirst());
    return delivery;
  }

  @Test
  void aSubmission_hasTheSameFacts() {
    submit(IngestTest.keyed("one"));
    http.send(submission());

    assertSame(kafka.happened().getFirst(), http.happened().getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"acknowledge\"}",
        "{\"action\":\"progress\",\"percent\":40}",
        "{\"action\":\"complete\",\"ok\":true}",
        "{\"ok\":true}",
        "{\"action\":\"fail\",\"reason\":\"no disk\",\"error\":\"E28\"}"
      })
  void aReport_hasTheSameFacts(String body) {
    Delivery delivery = handedOut();
    PublicRequest.Report onTopic = onTopic(delivery, body);

    report(onTopic);
    http.send(report(delivery.stepIntent(), body, onTopic.requestId().toString()));

    assertSame(kafka.happened().getFirst(), http.happened().getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"enough", ""})
  void aCancellation_hasTheSameFacts(String reason) {
    IntentId intent = handedOut().intent();
    PublicRequest.Cancel cancel =
        new PublicRequest.Cancel(UUID.randomUUID(), intent.toString(), reason);
    ObjectNode body = json("{\"status\":\"CANCELED\"}");
    if (!reason.isEmpty()) {
      body.put("reason", reason);
    }

    submit(cancel);
    http.send(
        GATEWAY.ask(
            SERVICE,
            intent,
            new Command.Resolve(Status.CANCELED, Json.EMPTY, reason),
            key("intents.resolve", cancel.requestId().toString(), body)));

    assertSame(kafka.happened().getFirst(), http.happened().getFirst());
  }

  @Test
  void theSameKeyAtBothDoors_isOneIntent_andAnotherRequestUnderItAConflict() {
    Result overHttp = kafka.ask(submission().answeredOn(0));
    submit(IngestTest.keyed("one"));

    Result onTopic = told();
    assertThat(onTopic).isInstanceOf(Result.Accepted.class);
    assertThat(onTopic.intent()).isEqualTo(overHttp.intent());
    assertThat(((Result.Accepted) onTopic).again()).isTrue();
    assertThat(kafka.happened()).hasSize(1);
    submit(
        PublicRequest.Submit.of(UUID.randomUUID(), "intent.other.v1", Flow.AGENT.toString(), "{}")
            .under("one"));
    assertThat(told())
        .extracting(result -> ((Result.Rejected) result).rejection().code())
        .isEqualTo(Code.IDEMPOTENCY_CONFLICT);
  }

  /// An agent that does not know whether its report arrived may say it again at the other door.
  @Test
  void theSameReportAtBothDoors_isOneReport() {
    Delivery delivery = handedOut();
    String body = "{\"action\":\"fail\",\"reason\":\"no disk\"}";
    PublicRequest.Report onTopic = onTopic(delivery, body);
    report(onTopic);
    var _ = kafka.answers();

    Result again =
        kafka.ask(
            report(delivery.stepIntent(), body, onTopic.requestId().toString()).answeredOn(0));

    assertThat(again).isInstanceOf(Result.Accepted.class);
    assertThat(((Result.Accepted) again).again()).isTrue();
    assertThat(kafka.happened()).hasSize(1);
  }
}
