package dev.assent.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.contract.value.Hash;
import dev.assent.wire.json.CanonicalJson;

/// A decision is bound to the hash of what the person saw. So that it really is what they saw, the
/// hash is computed again here from the content that is shown.
final class ShownContent {
  private ShownContent() {}

  /// @param shown the approval-service's answer for one task
  static void verify(JsonNode shown) {
    String claimed = shown.path("task").path("content_hash").asText();
    Hash found = Hash.of(CanonicalJson.of(CanonicalJson.parse(Json.text(shown.path("content")))));
    if (!found.hex().equals(claimed)) {
      throw new Failure(
          ExitCode.FAILED,
          "Nothing was decided: expected content with the hash "
              + claimed
              + ", but what the approval-service shows has "
              + found
              + ". Do not decide this task before somebody has looked why.");
    }
  }
}
