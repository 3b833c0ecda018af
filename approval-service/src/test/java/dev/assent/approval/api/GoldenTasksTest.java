package dev.assent.approval.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.approval.view.TaskView;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.wire.golden.Golden;
import dev.assent.wire.golden.GoldenWire;
import dev.assent.wire.golden.Readable;
import dev.assent.wire.json.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What people are shown of the tasks that every release opened: what it said then, and at most
/// more.
class GoldenTasksTest {
  @Test
  void tasks_areShownAsTheyWere() {
    try (GoldenWire golden = new GoldenWire()) {
      for (Golden.Release release :
          Golden.listings("tasks", () -> Readable.lines(shown(golden, Golden.making())))) {
        JsonNode now = shown(golden, release.name());
        JsonNode then = CanonicalJson.parse(release.text());

        assertThat(Readable.missing(now, then)).as(release.advice()).isEmpty();
      }
    }
  }

  private static ArrayNode shown(GoldenWire golden, String release) {
    Map<IntentId, List<Happened>> histories =
        golden.history(release).stream()
            .collect(
                Collectors.groupingBy(Happened::intent, LinkedHashMap::new, Collectors.toList()));
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (List<Happened> history : histories.values()) {
      TaskView view = TaskView.of(history).orElseThrow();
      if (view.task().isPresent()) {
        ObjectNode body = TaskBodies.task(view, history, approver(view));
        body.remove("history");
        all.add(body);
      }
    }
    return all;
  }

  private static Principal approver(TaskView view) {
    return new Principal(
        Principal.Kind.PERSON,
        "ada",
        view.workspace(),
        Set.of(Scope.APPROVER),
        Set.of("*"),
        "api_key:golden",
        Optional.empty());
  }
}
