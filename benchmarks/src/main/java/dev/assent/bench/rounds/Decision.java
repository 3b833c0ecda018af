package dev.assent.bench.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.bench.http.LeanHttp;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.wire.json.CanonicalJson;
import java.io.IOException;

/// What the person sends: bound to version and content hash.
public sealed interface Decision {
  /// The request's body for the intent's open task.
  String body(String intent) throws IOException;

  /// What can be said of every task that is like this intent's, by reading that one.
  ///
  /// @throws IllegalStateException when the content's hash is not the one the task is bound to
  static Decision learn(LeanHttp approvals, String intent) throws IOException {
    JsonNode shown = task(approvals, intent);
    Json content = CanonicalJson.of(shown.path("content"));
    String hash = shown.path("task").path("content_hash").asText();
    if (!Hash.of(content).hex().equals(hash)) {
      throw new IllegalStateException(
          "expected the task's content_hash to be that of its content, but it is " + hash);
    }
    return new Known(content.text(), intent, shown.path("task").path("version").asInt());
  }

  /// Reads the task before each decision, as a page does.
  ///
  /// @param approvals the approval-service
  record AfterReading(LeanHttp approvals) implements Decision {
    @Override
    public String body(String intent) throws IOException {
      JsonNode task = task(approvals, intent).path("task");
      return approval(task.path("version").asInt(), task.path("content_hash").asText());
    }
  }

  /// Knows what is shown without reading: all intents of a run are alike but for their id. The hash
  /// is that of the content with the id in it.
  ///
  /// @param content canonical, of the task of the intent that it was learnt from
  record Known(String content, String learntFrom, int version) implements Decision {
    @Override
    public String body(String intent) {
      return approval(version, Hash.of(content.replace(learntFrom, intent)).hex());
    }
  }

  private static JsonNode task(LeanHttp approvals, String intent) throws IOException {
    return approvals.get("/v1/tasks/" + intent).orThrow("a task");
  }

  private static String approval(int version, String hash) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("outcome", "approved")
        .put("comment", "checked the rollback plan")
        .put("version", version)
        .put("content_hash", hash)
        .toString();
  }
}
