package dev.assent.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Status;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.service.edge.Refused;
import dev.assent.wire.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A request as a real client sends it, for each row of [Lenient].
class LenientTest {
  private static final Workspace WORKSPACE = new Workspace("local", "default");

  private static ObjectNode json(String text) {
    return (ObjectNode) CanonicalJson.parse(text);
  }

  @Test
  void idempotencyKey_applyScenario() {
    ObjectNode bundle = json("{\"scenario_id\":\"s\",\"idempotency_key\":\"apply-1\"}");

    assertThat(Lenient.idempotencyKey(Optional.empty(), bundle)).contains("apply-1");
    assertThat(Lenient.idempotencyKey(Optional.of("header"), bundle)).contains("header");
    assertThat(Lenient.idempotencyKey(Optional.empty(), json("{}"))).isEmpty();
  }

  @Test
  void address_asPathsQueriesAndHeadersHaveIt() {
    AgentAddress own = new AgentAddress("local", "default", "ts-agent");
    AgentAddress full = new AgentAddress("myorg", "production", "infra-validator");

    assertThat(Lenient.address("ts-agent", WORKSPACE)).isEqualTo(own);
    assertThat(Lenient.address("myorg/production/infra-validator", WORKSPACE)).isEqualTo(full);
    assertThat(Lenient.address("agent://myorg/production/infra-validator", WORKSPACE))
        .isEqualTo(full);
    assertThat(Lenient.address("agent%3A%2F%2Fmyorg%2Fproduction%2Finfra-validator", WORKSPACE))
        .isEqualTo(full);
    assertThat(Lenient.address("agent://production/x", WORKSPACE))
        .isEqualTo(new AgentAddress("local", "production", "x"));
    for (String wrong : List.of("a/b/c/d", "", "%zz", "x".repeat(400))) {
      assertThatThrownBy(() -> Lenient.address(wrong, WORKSPACE))
          .as(wrong)
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void isForPeople_bothKindsOfAnswersOnOnePath() {
    assertThat(Lenient.isForPeople(json("{\"task_result\":{\"outcome\":\"approved\"}}"))).isTrue();
    assertThat(Lenient.isForPeople(json("{\"action\":\"complete\",\"validation\":\"passed\"}")))
        .isFalse();
    assertThat(Lenient.isForPeople(json("{\"outcome\":\"success\",\"result\":1}"))).isFalse();
  }

  @Test
  void outcome_theExampleRunner() {
    assertThat(
            Lenient.outcome(json("{\"outcome\":\"approved\",\"task_result\":{\"approved\":true}}")))
        .contains("approved");
    assertThat(Lenient.outcome(json("{\"task_result\":{\"approved\":false}}")))
        .contains("rejected");
    assertThat(Lenient.outcome(json("{\"task_result\":{\"outcome\":\"provided\"}}")))
        .contains("provided");
    assertThat(Lenient.outcome(json("{\"task_result\":{}}"))).isEmpty();
  }

  @Test
  void fields_theClisData() {
    assertThat(
            Lenient.fields(json("{\"a\":\"true\",\"n\":\"3\",\"outcome\":\"provided\"}"))
                .toString())
        .isEqualTo("{\"a\":\"true\",\"n\":\"3\"}");
    assertThat(
            Lenient.fields(json("{\"comment\":\"c\",\"data\":{\"a\":1},\"outcome\":\"x\"}"))
                .toString())
        .isEqualTo("{\"a\":1}");
  }

  @Test
  void hasEvidence_whereverItIs() {
    for (String with :
        List.of("{\"evidence\":\"photo\"}", "{\"evidence\":[1]}", "{\"evidence\":true}")) {
      assertThat(Lenient.hasEvidence(json(with))).as(with).isTrue();
    }
    for (String without :
        List.of("{}", "{\"evidence\":\" \"}", "{\"evidence\":[]}", "{\"evidence\":null}")) {
      assertThat(Lenient.hasEvidence(json(without))).as(without).isFalse();
    }
  }

  @Test
  void resolution_failedWithAResult() {
    assertThat(Lenient.resolution(json("{\"status\":\"FAILED\",\"result\":{\"a\":1}}")).toString())
        .isEqualTo("{\"a\":1}");
    assertThat(Lenient.resolution(json("{\"status\":\"FAILED\",\"error\":{\"b\":1}}")).toString())
        .isEqualTo("{\"b\":1}");
    assertThat(Lenient.resolution(json("{\"status\":\"CANCELED\"}")).toString()).isEqualTo("{}");
  }

  @Test
  void since_goAndDotNetSendZero() {
    assertThat(Lenient.since(Optional.of("0"))).isZero();
    assertThat(Lenient.since(Optional.empty())).isZero();
    assertThat(Lenient.since(Optional.of("-5"))).isZero();
    assertThat(Lenient.since(Optional.of("7"))).isEqualTo(7);
  }

  @Test
  void waitSeconds_isBroughtIntoItsBounds() {
    assertThat(Lenient.waitSeconds(Optional.empty())).isEqualTo(15);
    assertThat(Lenient.waitSeconds(Optional.of("0"))).isEqualTo(1);
    assertThat(Lenient.waitSeconds(Optional.of("5"))).isEqualTo(5);
    assertThat(Lenient.waitSeconds(Optional.of("86400"))).isEqualTo(60);
  }

  @Test
  void endsAfterBatch_clientsThatReadWholeBodies() {
    assertThat(Lenient.endsAfterBatch("axme-sdk-typescript/0.2.0")).isTrue();
    assertThat(Lenient.endsAfterBatch("axme-sdk-go/0.2.0")).isTrue();
    assertThat(Lenient.endsAfterBatch("axme-sdk-python/0.2.0")).isFalse();
    assertThat(Lenient.endsAfterBatch("axme-cli/dev")).isFalse();
    assertThat(Lenient.endsAfterBatch("")).isFalse();
  }

  @Test
  void intentId_inAnyCase() {
    IntentId id = IntentId.parse("06753a3d-8bbf-826c-bdd5-948a44480000");

    assertThat(Lenient.intentId("06753A3D-8BBF-826C-BDD5-948A44480000")).isEqualTo(id);
    assertThatThrownBy(() -> Lenient.intentId("x")).hasMessageContaining("got 'x'");
  }

  @Test
  void statuses_asACommaList() {
    assertThat(Lenient.statuses(Optional.of("DELIVERED, waiting,")))
        .containsExactlyInAnyOrder(Status.DELIVERED, Status.WAITING);
    assertThat(Lenient.statuses(Optional.of(""))).isEmpty();
  }

  /// A tolerance without its client's name, or without its captured request, does not stay.
  @Test
  void everyRowHasItsRequest() throws IOException {
    List<String> rows =
        Pattern.compile("/// \\| \\[#(\\w+)] \\|")
            .matcher(
                Files.readString(Path.of("src/main/java/dev/assent/gateway/edge/Lenient.java")))
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();
    Stream<String> tested =
        Arrays.stream(LenientTest.class.getDeclaredMethods())
            .map(method -> method.getName().split("_", -1)[0]);

    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(tested.toList()).containsAll(rows);
  }
}
