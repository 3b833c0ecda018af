package dev.assent.approval.api;

import static dev.assent.approval.view.History.hash;
import static dev.assent.approval.view.History.intent;
import static dev.assent.approval.view.History.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.approval.ApprovalApplication;
import dev.assent.approval.FakeParts;
import dev.assent.approval.Http;
import dev.assent.approval.Http.Answer;
import dev.assent.approval.view.History;
import dev.assent.contract.Advice;
import dev.assent.contract.Asked;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.platform.directory.MemoryDirectory;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// The API of a running approval-service over fakes, with a key of each kind.
abstract class ApprovalApi {
  static final Assignee ONCALL = new Assignee.Role("sre_oncall");

  static EmbeddedServer server;
  static Http http;
  static FakeParts.FakeViews views;
  static FakeParts.FakeBus bus;
  static int intents;

  IntentId intent = intent(1);

  @BeforeAll
  static void start() {
    server =
        ApprovalApplication.start(Map.of("micronaut.server.port", -1, "assent.test.fakes", "true"));
    http = new Http(server.getPort());
    views = server.getApplicationContext().getBean(FakeParts.FakeViews.class);
    bus = server.getApplicationContext().getBean(FakeParts.FakeBus.class);
    MemoryDirectory directory = server.getApplicationContext().getBean(MemoryDirectory.class);
    directory.admit("ada-key", person("ada", "sre_oncall"));
    directory.admit("bob-key", person("bob"));
    directory.admit("agent-key", History.agent());
    directory.admit("admin-key", principal(Principal.Kind.PERSON, "admin", Scope.ADMIN));
    directory.admit("audits-key", principal(Principal.Kind.PERSON, "audits", Scope.AUDITOR));
    directory.admit("auditor-key", principal(Principal.Kind.SERVICE, "audit", Scope.AUDITOR));
    directory.admit("service-key", principal(Principal.Kind.SERVICE, "ci", Scope.INITIATOR));
    directory.admit(
        "foreign-key",
        new Principal(
            Principal.Kind.PERSON,
            "eve",
            new Workspace("acme", "other"),
            Set.of(Scope.APPROVER),
            Set.of("*"),
            "api_key:ak_eve",
            Optional.empty()));
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void newIntent() {
    intent = intent(++intents);
    bus.asked.clear();
    bus.answer = asked -> answered(accepted(asked));
  }

  JsonNode row(Answer list) {
    assertThat(list.status()).as(list.body()).isEqualTo(200);
    for (JsonNode row : list.json().path("tasks")) {
      if (row.path("intent_id").textValue().equals(intent.toString())) {
        return row;
      }
    }
    return list.json().path("no such row");
  }

  static Answer get(String path, String key) {
    return http.get(path, key);
  }

  static Answer post(IntentId intent, String body, String key, String... headers) {
    return http.post("/v1/tasks/" + intent + "/decision", body, key, headers);
  }

  static String body() {
    return "{\"outcome\":\"approved\",\"version\":1,\"content_hash\":\"" + hash("1") + "\"}";
  }

  static Principal principal(Principal.Kind kind, String id, Scope scope) {
    return new Principal(
        kind, id, History.WORKSPACE, Set.of(scope), Set.of("*"), "api_key:ak", Optional.empty());
  }

  static CompletableFuture<Result> answered(Result result) {
    return CompletableFuture.completedFuture(result);
  }

  static Result accepted(Asked asked) {
    return new Result.Accepted(
        asked.commandId(),
        asked.target(),
        7,
        Status.COMPLETED,
        History.START,
        1,
        false,
        Optional.empty(),
        Advice.NONE);
  }

  static Result rejected(Asked asked, Rejection.Code code) {
    return new Result.Rejected(
        asked.commandId(),
        asked.target(),
        Rejection.of(code, "this", "that").with(Map.of("decided_by", "ada")));
  }
}
