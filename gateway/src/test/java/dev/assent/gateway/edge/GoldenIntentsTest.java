package dev.assent.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.gateway.view.IntentView;
import dev.assent.wire.golden.Golden;
import dev.assent.wire.golden.GoldenWire;
import dev.assent.wire.golden.Readable;
import dev.assent.wire.json.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the gateway shows of the facts that every release wrote: what it said then, and at most
/// more.
class GoldenIntentsTest {
  @Test
  void intents_areShownAsTheyWere() {
    try (GoldenWire golden = new GoldenWire()) {
      for (Golden.Release release : Golden.listings("intents", () -> text(golden))) {
        JsonNode now = shown(golden, release.name());
        JsonNode then = CanonicalJson.parse(release.text());

        assertThat(Readable.missing(now, then)).as(release.advice()).isEmpty();
      }
    }
  }

  private static String text(GoldenWire golden) {
    return Readable.lines(shown(golden, Golden.making()));
  }

  private static ArrayNode shown(GoldenWire golden, String release) {
    Map<IntentId, IntentView> views = new LinkedHashMap<>();
    for (Happened happened : golden.history(release)) {
      views.compute(
          happened.intent(),
          (_, view) -> view == null ? IntentView.of(happened) : view.after(happened));
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    views.values().forEach(view -> all.add(shown(view)));
    return all;
  }

  private static ObjectNode shown(IntentView view) {
    ObjectNode body = Answers.intent(view);
    ArrayNode events = body.putArray("golden_events");
    view.events().forEach(event -> events.add(line(Answers.event(event))));
    ArrayNode steps = body.putArray("golden_steps");
    view.steps().forEach(step -> steps.add(Answers.step(view, step)));
    return body;
  }

  /// What an event is; how it reads in full follows from the facts' own golden bytes.
  private static String line(ObjectNode event) {
    return "%d %s %s %s"
        .formatted(
            event.get("seq").intValue(),
            event.get("event_type").textValue(),
            event.get("status").textValue(),
            event.get("actor").textValue());
  }
}
