package dev.assent.notifier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.wire.golden.Golden;
import dev.assent.wire.golden.GoldenWire;
import dev.assent.wire.golden.Readable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whom the facts that every release wrote tell of what: the same people of the same, so that who
/// was told before an update is not told again after it. In which words is the channels'.
class GoldenMessagesTest {
  private static final List<String> SAME = List.of("intent", "seq", "at", "what", "to", "deadline");

  @Test
  void facts_tellTheSamePeopleOfTheSame() {
    try (GoldenWire golden = new GoldenWire()) {
      for (Golden.Release release :
          Golden.listings("messages", () -> Readable.lines(told(golden, Golden.making())))) {
        assertThat(Readable.lines(told(golden, release.name())))
            .as(release.advice())
            .isEqualTo(release.text());
      }
    }
  }

  private static ArrayNode told(GoldenWire golden, String release) {
    Map<IntentId, Optional<TaskContext>> kept = new HashMap<>();
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Happened happened : golden.history(release)) {
      NotificationPlan.Planned planned =
          NotificationPlan.of(kept.getOrDefault(happened.intent(), Optional.empty()), happened);
      kept.put(happened.intent(), planned.context());
      planned
          .messages()
          .forEach(message -> all.add(((ObjectNode) Readable.node(message)).retain(SAME)));
    }
    return all;
  }
}
