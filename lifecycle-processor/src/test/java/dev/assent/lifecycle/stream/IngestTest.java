package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Door;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.platform.keys.NewKey;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The public topics: what comes of good and of bad records.
class IngestTest {
  private static final NewKey KEY = key("deployer", Scope.INITIATOR);
  static final SubmissionSigner SIGNER = SubmissionSigner.of(KEY.secret());
  private static final String PAYLOAD = "{\"change\":\"a\"}";

  private final Flow flow = new Flow();

  private static NewKey key(String owner, Scope scope) {
    return NewKey.create(
        "assent_test",
        Flow.WORKSPACE,
        Principal.Kind.SERVICE,
        owner,
        Set.of(scope),
        Set.of(),
        Flow.START);
  }

  @BeforeAll
  static void directory() {
    var _ = Flow.DIRECTORY.put(KEY.entry());
    var _ =
        Flow.DIRECTORY.put(
            new DirectoryEntry.Agent(
                "sa_1",
                Flow.AGENT.name(),
                Flow.AGENT,
                Flow.WORKSPACE,
                Flow.AGENT.name(),
                "stream",
                Flow.START,
                true,
                "admin",
                Optional.empty()));
  }

  @AfterEach
  void close() {
    flow.close();
  }

  static PublicRequest.Submit request() {
    return PublicRequest.Submit.of(
        UUID.randomUUID(), "intent.test.v1", Flow.AGENT.toString(), PAYLOAD);
  }

  static PublicRequest.Submit keyed(String key) {
    return new PublicRequest.Submit(
        UUID.randomUUID(),
        Optional.of(key),
        "intent.test.v1",
        Flow.AGENT.toString(),
        PAYLOAD,
        Optional.of("correlation"),
        Optional.empty(),
        Optional.of(Flow.START.plusSeconds(60)),
        Optional.of("{\"title\":\"Ship it?\"}"),
        Optional.of(5.0),
        Optional.empty(),
        Optional.of(2),
        Optional.of("sre"),
        Optional.empty());
  }

  private static PublicRequest.Submit asking(String humanTask) {
    return new PublicRequest.Submit(
        UUID.randomUUID(),
        Optional.empty(),
        "intent.test.v1",
        "human",
        PAYLOAD,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(humanTask),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same code judges a question here and over HTTP.
  @Test
  void aQuestionThatNobodyCouldAnswer_isRefused_withWhereItIsWrong() {
    PublicRequest.Submit words = asking("{\"allowed_outcomes\":[\"go\",\"no-go\"]}");
    PublicRequest.Submit form = asking("{\"form_schema\":{\"type\":\"objekt\"}}");
    PublicRequest.Submit said =
        asking("{\"outcomes\":{\"go\":\"positive\",\"no-go\":\"negative\"}}");

    send(words);
    assertThat(refusal(words).message())
        .contains("'human_task.outcomes', but nothing says what [go, no-go] mean");
    send(form);
    Rejection refused = refusal(form);
    assertThat(refused.code()).isEqualTo(Code.INVALID_REQUEST);
    assertThat(refused.message()).contains("'human_task.form_schema.type'");
    send(said);
    assertThat(answer(said)).isInstanceOf(Result.Accepted.class);
  }

  @Test
  void aReportThatSaysTwoThings_isRefused() {
    PublicRequest.Report report = report(delivered(), "COMPLETE", "{\"action\":\"fail\"}");

    send(report);

    assertThat(refusal(report).message())
        .isEqualTo("expected 'complete' or nothing in 'action', but got 'fail'");
  }

  private void send(PublicRequest.Submission request) {
    byte[] value = flow.wire.submissions().encode(request);
    flow.submit(value, signed(SIGNER, value));
  }

  static Headers signed(SubmissionSigner signer, byte[] value) {
    Headers headers = new RecordHeaders();
    signer.sign(headers, value);
    return headers;
  }

  private Result answer(PublicRequest request) {
    List<TestRecord<byte[], byte[]>> mine =
        flow.answers().stream()
            .filter(
                record ->
                    new String(record.key(), StandardCharsets.UTF_8)
                        .equals(request.requestId().toString()))
            .toList();
    assertThat(mine).hasSize(1);
    return flow.wire.results().decode(mine.getFirst().value());
  }

  private Rejection refusal(PublicRequest request) {
    Result answer = answer(request);
    assertThat(answer).isInstanceOf(Result.Rejected.class);
    return ((Result.Rejected) answer).rejection();
  }

  private Delivery delivered() {
    send(request());
    flow.answers();
    return flow.deliveries().getLast();
  }

  static PublicRequest.Report report(Delivery delivery, String kind, String body) {
    return new PublicRequest.Report(
        UUID.randomUUID(),
        delivery.stepIntent().toString(),
        delivery.agent().toString(),
        delivery.attempt(),
        delivery.token(),
        kind,
        body,
        "");
  }

  private static PublicRequest.Report withToken(PublicRequest.Report report, String token) {
    return new PublicRequest.Report(
        report.requestId(),
        report.stepIntent(),
        report.agent(),
        report.attempt(),
        token,
        report.kind(),
        report.body(),
        report.reason());
  }

  private void send(PublicRequest.Report report) {
    flow.report(flow.wire.reports().encode(report));
  }

  @Test
  void aSignedSubmission_beginsAnIntent_andItsProducerIsTold() {
    PublicRequest.Submit request = request();

    send(request);

    assertThat(answer(request)).isInstanceOf(Result.Accepted.class);
    Happened first = flow.happened().getFirst();
    assertThat(first.door()).isEqualTo(Door.KAFKA);
    assertThat(first.actor().id()).isEqualTo("deployer");
    assertThat(first.actor().authenticated()).isEqualTo("kafka_signature:" + KEY.entry().keyId());
    assertThat(flow.deliveries()).hasSize(1);
  }

  @Test
  void aRecordThatIsSentTwice_isOneIntent() {
    PublicRequest.Submit request = request();
    send(request);
    assertThat(answer(request)).isInstanceOf(Result.Accepted.class);
    send(request);

    assertThat(((Result.Accepted) answer(request)).again()).isTrue();
    assertThat(flow.happened()).hasSize(1);
  }

  @Test
  void anIntent_isCanceled() {
    send(request());
    IntentId intent = flow.happened().getFirst().intent();
    PublicRequest.Cancel cancel =
        new PublicRequest.Cancel(UUID.randomUUID(), intent.toString(), "enough");
    flow.answers();

    send(cancel);

    assertThat(((Result.Accepted) answer(cancel)).status()).isEqualTo(Status.CANCELED);
    assertThat(flow.eventNames()).containsExactly("IntentCanceled");
  }

  @Test
  void anAgent_reportsWithItsDeliverysToken() {
    Delivery delivery = delivered();
    PublicRequest.Report acknowledge = report(delivery, "ACKNOWLEDGE", "{}");
    PublicRequest.Report complete = report(delivery, "complete", "{\"ok\":true}");

    send(acknowledge);
    assertThat(answer(acknowledge)).isInstanceOf(Result.Accepted.class);
    PublicRequest.Report progress = report(delivery, "PROGRESS", "{\"percent\":40}");
    send(progress);
    assertThat(answer(progress)).isInstanceOf(Result.Accepted.class);
    assertThat(flow.events().toString()).contains("percent");
    send(complete);

    assertThat(((Result.Accepted) answer(complete)).status()).isEqualTo(Status.COMPLETED);
    Happened last = flow.happened().getLast();
    assertThat(last.actor().id()).isEqualTo(Flow.AGENT.toString());
    assertThat(last.actor().authenticated()).isEqualTo("step_token");
    send(report(delivery, "COMPLETE", "{}"));
    assertThat(flow.results())
        .last()
        .extracting(result -> ((Result.Rejected) result).rejection().code())
        .isEqualTo(Code.INTENT_ENDED);
  }

  @Test
  void aFailure_hasItsReason_inTheFieldOrInTheBody() {
    PublicRequest.Report failed = report(delivered(), "FAIL", "{\"error\":\"no disk\"}");

    send(failed);

    assertThat(((Result.Accepted) answer(failed)).status()).isEqualTo(Status.FAILED);
    assertThat(flow.events().toString()).contains("no disk");
  }

  @Test
  void whoeverHasNotTheToken_isNotTheAgent() {
    Delivery mine = delivered();
    Delivery other = delivered();

    for (String token : List.of("", "x", other.token())) {
      PublicRequest.Report forged = withToken(report(mine, "COMPLETE", "{}"), token);
      send(forged);
      assertThat(refusal(forged).code()).isEqualTo(Code.UNAUTHENTICATED);
    }
    PublicRequest.Report speaking =
        new PublicRequest.Report(
            UUID.randomUUID(),
            mine.stepIntent().toString(),
            "agent://local/default/somebody-else",
            1,
            mine.token(),
            "COMPLETE",
            "{}",
            "");
    send(speaking);
    assertThat(refusal(speaking).code()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(flow.happened()).hasSize(2);
  }

  @Test
  void whatIsNotSigned_orNotByAKnownKey_isRefused_andTheNextOneIsTaken() {
    PublicRequest.Submit request = request();
    byte[] value = flow.wire.submissions().encode(request);
    NewKey revoked = key("gone", Scope.INITIATOR);
    var _ = Flow.DIRECTORY.put(revoked.entry().revoked(Flow.START));
    Headers stolen = signed(SIGNER, new byte[] {1});
    Headers half = new RecordHeaders().add(SubmissionSigner.SIGNER, SIGNER.key().bytes());
    Headers odd = new RecordHeaders().add(SubmissionSigner.SIGNER, new byte[3]);

    for (Headers headers :
        List.of(
            new RecordHeaders(),
            stolen,
            half,
            odd,
            signed(SubmissionSigner.of("unknown"), value),
            signed(SubmissionSigner.of(revoked.secret()), value))) {
      flow.submit(value, headers);
      assertThat(refusal(request).code()).isEqualTo(Code.UNAUTHENTICATED);
    }
    assertThat(flow.happened()).isEmpty();

    send(request);
    assertThat(answer(request)).isInstanceOf(Result.Accepted.class);
  }

  @Test
  void aKeyWithoutTheScope_isRefusedByTheDecider() {
    NewKey agent = key("agent://local/default/worker", Scope.AGENT);
    var _ = Flow.DIRECTORY.put(agent.entry());
    PublicRequest.Submit request = request();
    byte[] value = flow.wire.submissions().encode(request);

    flow.submit(value, signed(SubmissionSigner.of(agent.secret()), value));

    assertThat(refusal(request).code()).isEqualTo(Code.NOT_ALLOWED);
  }

  @Test
  void anEmptyPayload_isTheEmptyObject() {
    PublicRequest.Submit request = PublicRequest.Submit.of(UUID.randomUUID(), "t", "human", "");

    send(request);

    assertThat(answer(request)).isInstanceOf(Result.Accepted.class);
  }

  @Test
  void aRequestThatIsWrong_isAnswered() {
    for (String payload : List.of(" ", "7", "{", "[]", "{\"a\":1,\"a\":2}")) {
      PublicRequest.Submit wrong =
          PublicRequest.Submit.of(UUID.randomUUID(), "t", "human", payload);
      send(wrong);
      assertThat(refusal(wrong).code()).as(payload).isEqualTo(Code.INVALID_REQUEST);
    }
    PublicRequest.Submit large =
        PublicRequest.Submit.of(
            UUID.randomUUID(),
            "t",
            "human",
            "{\"x\":\"" + "x".repeat(Limits.PAYLOAD_BYTES_MAX) + "\"}");
    send(large);
    assertThat(refusal(large).code()).isEqualTo(Code.OUT_OF_BOUNDS);
    PublicRequest.Submit nobody = PublicRequest.Submit.of(UUID.randomUUID(), "t", "a/b/c/d", "{}");
    send(nobody);
    assertThat(refusal(nobody).message()).contains("agent's address");
    PublicRequest.Cancel cancel = new PublicRequest.Cancel(UUID.randomUUID(), "7", "");
    send(cancel);
    assertThat(refusal(cancel).code()).isEqualTo(Code.INVALID_REQUEST);
    PublicRequest.Report dance = report(delivered(), "DANCE", "{}");
    send(dance);
    assertThat(refusal(dance).message()).contains("ACKNOWLEDGE").contains("got 'DANCE'");
    assertThat(flow.deadLetters()).isEmpty();
  }
}
