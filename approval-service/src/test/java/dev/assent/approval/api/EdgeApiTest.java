package dev.assent.approval.api;

import static dev.assent.approval.view.History.intent;
import static dev.assent.approval.view.History.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.approval.Http.Answer;
import dev.assent.contract.value.Limits;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.testing.http.MetricsPage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom the API lets in, and what it says of itself.
class EdgeApiTest extends ApprovalApi {
  @Test
  void aViewThatIsLoadingIsNotReady() {
    views.ready = false;
    try {
      Answer answer = get("/v1/tasks", "ada-key");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
    } finally {
      views.ready = true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada-key", "wrong-key"})
  void whileKeysAreStillBeingReadNoneIsCalledWrong(String key) {
    MemoryDirectory directory = server.getApplicationContext().getBean(MemoryDirectory.class);
    directory.ready(false);
    try {
      for (Answer answer : List.of(get("/v1/tasks", key), post(intent, "{}", key))) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
      }
    } finally {
      directory.ready(true);
    }
  }

  @ParameterizedTest
  @CsvSource({"wrong-key, unauthorized", "'', missing_api_key"})
  void withoutAGoodKeyNothingIsShown(String key, String code) {
    Answer answer = get("/v1/tasks", key);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(post(intent, "not even JSON", key).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"outcome\":\"approved\",\"comment\":\"\\ud83d\"}",
        "{\"outcome\":\"\\ud83d\"}",
        "{\"outcome\":\"approved\",\"data\":{\"\\uDE00\":1}}"
      })
  void halfASurrogatePairIs400(String body) {
    Answer answer = post(intent, body, "ada-key");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).contains("half a surrogate pair");
  }

  @Test
  void aKeyMayComeAsABearerToken() {
    Answer answer =
        http.send(http.request("/v1/tasks").header("Authorization", "Bearer ada-key").GET());

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void ofTwoKeysTheBearerActsAndBothMustBeGood() {
    Answer unknown = both("service-key", "nobody");
    Answer noKey = both("nobody", "ada-key");
    Answer person = both("service-key", "ada-key");

    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.code()).isEqualTo("invalid_actor_token");
    assertThat(noKey.status()).isEqualTo(401);
    assertThat(noKey.code()).isEqualTo("unauthorized");
    assertThat(person.status()).isEqualTo(200);
  }

  private Answer both(String apiKey, String bearer) {
    return http.send(
        http.request("/v1/tasks")
            .header("x-api-key", apiKey)
            .header("Authorization", "Bearer " + bearer)
            .GET());
  }

  @Test
  void unknownPathsHaveTheSameErrorBody() {
    Answer answer = get("/v1/nothing", "ada-key");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("not_found");
    assertThat(answer.json().path("ok").booleanValue()).isFalse();
  }

  @Test
  void everyAnswerHasARequestId() {
    Answer given =
        http.send(
            http.request("/v1/tasks")
                .header("x-request-id", "r-1")
                .header("X-Trace-Id", "t-1")
                .GET());

    assertThat(given.header("x-request-id")).contains("r-1");
    assertThat(given.header("X-Trace-Id")).contains("t-1");
    assertThat(get("/v1/tasks", "ada-key").header("x-request-id")).isPresent();
  }

  @Test
  void whoIsRefusedForTheKeyIsToldHowOneIsSent() {
    assertThat(get("/v1/tasks", "wrong-key").header("WWW-Authenticate")).contains("Bearer");
  }

  @Test
  void aRequestThatIsTooLargeIsToldTheBound() {
    Answer answer = post(intent, "x".repeat(Limits.REQUEST_BYTES_MAX + 1), "ada-key");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("too_large");
    assertThat(answer.detail()).contains(Integer.toString(Limits.REQUEST_BYTES_MAX));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
  void anybodyIsToldWhetherItIsUpAndOperatorsMore(String path) {
    assertThat(http.send(http.request(path).GET()).json().toString())
        .isEqualTo("{\"status\":\"UP\"}");
    assertThat(get(path, "ada-key").json().toString()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get(path, "auditor-key").json().has("details")).isTrue();
  }

  @Test
  void thePageSaysWhichMetricsThereAre() throws IOException {
    assertThat(MetricsPage.of(get("/prometheus", "auditor-key").body()))
        .isEqualTo(MetricsPage.rowsOf("approval-service"));
  }

  @Test
  void metricsAreForOperators() {
    assertThat(http.send(http.request("/prometheus").GET()).status()).isEqualTo(401);
    assertThat(get("/prometheus", "wrong-key").status()).isEqualTo(401);
    assertThat(get("/prometheus", "ada-key").status()).isEqualTo(403);
    assertThat(get("/prometheus", "auditor-key").body())
        .contains("http_server_requests_seconds_bucket");
    assertThat(get("/prometheus", "admin-key").status()).isEqualTo(200);
    for (String path : List.of("/metrics", "/info", "/env", "/beans", "/routes", "/caches")) {
      assertThat(get(path, "admin-key").status()).as(path).isEqualTo(404);
    }
  }
}
