package dev.assent.approval.api;

import static dev.assent.approval.view.History.created;
import static dev.assent.approval.view.History.hash;
import static dev.assent.approval.view.History.intent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.approval.Http.Answer;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Rejection;
import dev.assent.contract.id.StepId;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Limits;
import dev.assent.platform.bus.CommandTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Decisions: what is asked of the processor, and what is refused before.
class DecisionApiTest extends ApprovalApi {
  @Test
  void aDecisionIsAskedAsThePersonWithWhatTheySaw() {
    Answer answer =
        post(
            intent,
            """
            {"outcome":"approved","comment":"go","data":{"window":"22:00"},"evidence":{"url":"x"},
             "version":1,"content_hash":"%s","on_behalf_of":"carol"}
            """
                .formatted(hash("1")),
            "ada-key");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("decided").booleanValue()).isTrue();
    assertThat(answer.json().path("status").textValue()).isEqualTo("COMPLETED");
    Asked asked = bus.asked.getFirst();
    assertThat(asked.target()).isEqualTo(intent);
    assertThat(asked.actor().id()).isEqualTo("ada");
    assertThat(asked.door()).isEqualTo(Door.APPROVALS);
    assertThat(asked.body()).isEmpty();
    Command.Decide decide = (Command.Decide) asked.command();
    assertThat(decide.outcome()).isEqualTo("approved");
    assertThat(decide.shown())
        .isEqualTo(new Shown(Optional.empty(), Optional.of(1), Optional.of(hash("1"))));
    assertThat(decide.comment()).isEqualTo("go");
    assertThat(decide.data().text())
        .isEqualTo("{\"evidence\":{\"url\":\"x\"},\"window\":\"22:00\"}");
    assertThat(decide.evidence()).isTrue();
    assertThat(decide.onBehalfOf()).contains("carol");
  }

  @Test
  void anAgentsKeyIsPassedOnToBeRefusedAndAuditedWhereAuthorityIsJudged() {
    bus.answer = asked -> answered(rejected(asked, Rejection.Code.NOT_ALLOWED));

    assertThat(post(intent, body(), "agent-key").status()).isEqualTo(403);
    assertThat(bus.asked).hasSize(1);
  }

  @Test
  void theSameIdempotencyKeyIsTheSameCommand() {
    post(intent, body(), "ada-key", "Idempotency-Key", "k1");
    post(intent, body().replace("{", "{ "), "ada-key", "Idempotency-Key", "k1");
    post(intent, body(), "ada-key", "Idempotency-Key", "k2");
    post(intent, body(), "bob-key", "Idempotency-Key", "k1");

    assertThat(bus.asked.get(1).commandId()).isEqualTo(bus.asked.get(0).commandId());
    assertThat(bus.asked.get(1).body()).isPresent().isEqualTo(bus.asked.get(0).body());
    assertThat(bus.asked.get(2).commandId()).isNotEqualTo(bus.asked.get(0).commandId());
    assertThat(bus.asked.get(3).commandId()).isNotEqualTo(bus.asked.get(0).commandId());
  }

  @Test
  void withoutVersionOrHashTheCallerIsToldWhereToGetThem() {
    Answer version =
        post(
            intent,
            "{\"outcome\":\"approved\",\"content_hash\":\"%s\"}".formatted(hash("1")),
            "ada-key");
    Answer contentHash = post(intent, "{\"outcome\":\"approved\",\"version\":1}", "ada-key");

    assertThat(version.status()).isEqualTo(422);
    assertThat(version.code()).isEqualTo("version_required");
    assertThat(version.detail()).contains("GET /v1/tasks/" + intent);
    assertThat(contentHash.status()).isEqualTo(422);
    assertThat(contentHash.code()).isEqualTo("content_hash_required");
    assertThat(contentHash.detail()).contains("GET /v1/tasks/" + intent);
    assertThat(bus.asked).isEmpty();
  }

  @Test
  void whoeverShowedNothingSaysSoAndIsUnbound() {
    Answer answer =
        post(
            intent,
            "{\"outcome\":\"approved\",\"unbound\":true,\"step_id\":\"approve\"}",
            "ada-key");
    Answer both =
        post(
            intent,
            "{\"outcome\":\"approved\",\"unbound\":true,\"version\":1,\"content_hash\":\"%s\"}"
                .formatted(hash("1")),
            "ada-key");

    assertThat(answer.status()).as(answer.detail()).isEqualTo(200);
    assertThat(((Command.Decide) bus.asked.getFirst().command()).shown())
        .isEqualTo(
            new Shown(Optional.of(new StepId("approve")), Optional.empty(), Optional.empty()));
    assertThat(both.status()).isEqualTo(422);
    assertThat(bus.asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 400",
        "'{\"outcome\":' | 400",
        "'{\"a\":1,\"a\":2}' | 400",
        "[] | 400",
        "{} | 422",
        "{\"outcome\":7} | 422",
        "{\"outcome\":\" \"} | 422",
        "{\"outcome\":\"ok\",\"version\":\"1\"} | 422",
        "{\"outcome\":\"ok\",\"version\":1.5} | 422",
        "{\"outcome\":\"ok\",\"version\":0} | 422",
        "{\"outcome\":\"ok\",\"version\":1,\"content_hash\":\"abc\"} | 422",
        "{\"outcome\":\"ok\",\"data\":[1]} | 422",
        "{\"outcome\":\"ok\",\"comment\":{}} | 422"
      })
  void aMalformedDecisionIsNeverAsked(String body, int status) {
    Answer answer = post(intent, body, "ada-key");

    assertThat(answer.status()).as(answer.detail()).isEqualTo(status);
    assertThat(answer.json().path("ok").booleanValue()).isFalse();
    assertThat(answer.detail()).startsWith("expected ").contains(", but ");
    assertThat(bus.asked).isEmpty();
  }

  /// A misspelt comment would be missing from the trail for ever.
  @Test
  void aFieldThatNobodyKnowsIsRefused_withTheNearest() {
    Answer answer = post(intent, body().replace("{", "{\"coment\":\"sure\","), "ada-key");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("unknown_field");
    assertThat(answer.detail()).contains("comment, content_hash", "'coment' (comment?)");
    assertThat(bus.asked).isEmpty();
  }

  @Test
  void tooLongATextIsRefused() {
    String body =
        body().replace("{", "{\"comment\":\"" + "x".repeat(Limits.COMMENT_LENGTH_MAX + 1) + "\",");

    assertThat(post(intent, body, "ada-key").code()).isEqualTo("out_of_bounds");
  }

  @ParameterizedTest
  @ValueSource(ints = {Limits.BODY_BYTES_MAX + 1, Limits.REQUEST_BYTES_MAX + 1})
  void tooLargeADecisionIs413(int bytes) {
    Answer answer = post(intent, "{\"data\":\"" + "x".repeat(bytes) + "\"}", "ada-key");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.detail()).startsWith("expected ");
  }

  @ParameterizedTest
  @EnumSource(Rejection.Code.class)
  void everyRejectionHasItsStatusAndKeepsItsDetails(Rejection.Code code) {
    bus.answer = asked -> answered(rejected(asked, code));

    Answer answer = post(intent, body(), "ada-key");

    assertThat(answer.status()).isIn(401, 403, 404, 409, 422, 500);
    assertThat(answer.code()).isEqualToIgnoringCase(code.name());
    assertThat(answer.json().path("error").path("details").path("decided_by").textValue())
        .isEqualTo("ada");
    assertThat(answer.detail()).isEqualTo("expected this, but that");
  }

  @Test
  void noAnswerInTimeSaysThatTheOutcomeIsUnknown() {
    bus.answer =
        _ -> CompletableFuture.failedFuture(new CommandTimeoutException("expected an answer"));

    Answer answer = post(intent, body(), "ada-key");

    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.code()).isEqualTo("timeout");
  }

  @Test
  void somethingBrokenIsNotExplainedToTheCaller() {
    bus.answer = _ -> CompletableFuture.failedFuture(new IllegalStateException("secret cause"));

    Answer answer = post(intent, body(), "ada-key");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret cause").doesNotContain("Exception");
  }

  @Test
  void lookingNeverDecides() {
    views.fold(created(intent).opened(ONCALL));

    assertThat(get("/v1/tasks/" + intent + "/decision", "ada-key").status()).isEqualTo(405);
    http.send(http.request("/v1/tasks/" + intent).header("x-api-key", "ada-key").HEAD());

    assertThat(bus.asked).isEmpty();
  }
}
