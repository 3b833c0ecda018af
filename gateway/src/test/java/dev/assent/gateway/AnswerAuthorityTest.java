package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.AuthorityTable;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Who may answer a question at which of the gateway's doors, scope by scope, here and from another
/// workspace: the table of docs/authority.md, cell by cell. Of each cell the question is a new one,
/// put to every approver, and what counts is whether it is still open afterwards.
class AnswerAuthorityTest extends ApiTest {
  private static final Map<String, String> DOORS =
      new TreeMap<>(
          Map.of(
              "POST /v1/intents/{id}/resume", "{\"task_result\":{\"outcome\":\"approved\"}}",
              "POST /v1/inbox/{id}/approve", "{}",
              "POST /v1/inbox/{id}/reject", "{}",
              "POST /v1/approvals/{id}/decision", "{\"decision\":\"approve\"}"));

  @Test
  void everyDoorDecidesForThoseTheDocumentNamesAndForNobodyElse() throws IOException {
    Callers callers = new Callers(gateway);
    AuthorityTable table = new AuthorityTable("answer", callers.columns());
    DOORS.forEach(
        (door, body) -> {
          callers
              .here()
              .forEach((scope, caller) -> table.put(door, scope, cell(caller, door, body)));
          TreeSet<String> elsewhere = new TreeSet<>();
          callers.elsewhere().forEach(caller -> elsewhere.add(cell(caller, door, body)));
          table.put(door, Callers.ELSEWHERE, String.join(", ", elsewhere));
          table.put(door, Callers.NO_KEY, cell(gateway.anonymous(), door, body));
        });

    assertThat(table.differences("Who answers at the gateway")).isEmpty();
  }

  private String cell(Http caller, String door, String body) {
    String id =
        gateway
            .admin()
            .post(
                "/v1/intents",
                "{\"intent_type\":\"a.b.v1\",\"to_agent\":\"human\",\"human_task\":{\"title\":\"?\"}}")
            .json()
            .get("intent_id")
            .asText();
    Http.Answer answer = caller.post(door.replace("POST ", "").replace("{id}", id), body);
    boolean open =
        gateway
            .admin()
            .get("/v1/intents/" + id)
            .json()
            .findPath("status")
            .asText()
            .equals("WAITING");
    return switch (answer.status()) {
      case 200 -> open ? "decides nothing" : "decides";
      case 401, 403, 404 -> open ? word(answer.status()) : "DECIDES ALTHOUGH REFUSED";
      default -> "(" + answer.status() + ": " + answer.text() + ")";
    };
  }

  private static String word(int status) {
    return switch (status) {
      case 403 -> "no";
      case 404 -> "not found";
      default -> Integer.toString(status);
    };
  }
}
