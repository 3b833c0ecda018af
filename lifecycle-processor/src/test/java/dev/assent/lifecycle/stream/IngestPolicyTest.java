package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Json;
import dev.assent.platform.directory.WorkspaceSettings;
import dev.assent.platform.keys.NewKey;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A type's policy over Kafka: the same as over HTTP.
class IngestPolicyTest {
  private static final NewKey KEY =
      NewKey.create(
          "assent_test",
          Flow.WORKSPACE,
          Principal.Kind.SERVICE,
          "deployer",
          Set.of(Scope.INITIATOR),
          Set.of(),
          Flow.START);
  private static final String GATED = "intent.gated.v1";

  private final Flow flow = new Flow();

  @BeforeEach
  void directory() {
    var _ = Flow.DIRECTORY.put(KEY.entry());
    var _ =
        Flow.DIRECTORY.put(
            new DirectoryEntry.Policy(
                Flow.WORKSPACE,
                GATED,
                "demo.v1",
                1,
                SeedPlan.plan(),
                Flow.START,
                "admin",
                "admin",
                ""));
  }

  @AfterEach
  void close() {
    require(false);
    flow.close();
  }

  private static void require(boolean policy) {
    var _ =
        Flow.DIRECTORY.put(
            new DirectoryEntry.Document(
                WorkspaceSettings.COLLECTION,
                Flow.WORKSPACE,
                WorkspaceSettings.ID,
                new Json("{\"requirePolicy\":" + policy + "}"),
                Set.of(),
                Flow.START));
  }

  private Result answer(String type, String to, Optional<String> humanTask) {
    PublicRequest.Submit request =
        new PublicRequest.Submit(
            UUID.randomUUID(),
            Optional.empty(),
            type,
            to,
            "{}",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            humanTask,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    byte[] value = flow.wire.submissions().encode(request);
    flow.submit(value, IngestTest.signed(SubmissionSigner.of(KEY.secret()), value));
    return flow.answers().stream()
        .filter(
            row ->
                new String(row.key(), StandardCharsets.UTF_8)
                    .equals(request.requestId().toString()))
        .map(row -> flow.wire.results().decode(row.value()))
        .findFirst()
        .orElseThrow();
  }

  private Plan begun() {
    return flow.happened().stream()
        .flatMap(batch -> batch.events().stream())
        .filter(Event.IntentCreated.class::isInstance)
        .map(Event.IntentCreated.class::cast)
        .reduce((_, last) -> last)
        .orElseThrow()
        .plan();
  }

  @Test
  void neitherAQuestionNorAnAgentOfTheRequestsOwnReplacesThePolicy() {
    Result answer =
        answer(GATED, "agent://local/default/puppet", Optional.of("{\"title\":\"Just me?\"}"));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Result.Accepted.class,
            accepted -> assertThat(accepted.policy()).contains(new Plan.PolicyRef("demo.v1", 1)));
    Plan plan = begun();
    Plan bare = plan.withTopics(_ -> false);
    assertThat(bare.steps().subList(1, bare.steps().size()))
        .isEqualTo(SeedPlan.plan().withTopics(_ -> false).steps());
    assertThat(bare.steps().getFirst())
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            question -> {
              assertThat(question.task().title()).isEqualTo("Just me?");
              assertThat(question.onSuccess()).contains(SeedPlan.plan().entry());
            });
  }

  @Test
  void aTypeWithoutAPolicyIsRefusedWhereOneIsRequired() {
    require(true);

    Result answer = answer("intent.gatde.v1", "agent://local/default/worker", Optional.empty());

    assertThat(answer)
        .isInstanceOfSatisfying(
            Result.Rejected.class,
            rejected -> {
              assertThat(rejected.rejection().code()).isEqualTo(Rejection.Code.INVALID_REQUEST);
              assertThat(rejected.rejection().message())
                  .contains("'intent_type'", "the nearest that has one is '" + GATED + "'");
            });
    assertThat(answer(GATED, "human", Optional.empty())).isInstanceOf(Result.Accepted.class);
  }
}
