package dev.assent.cli.tasks;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.client.Task;
import dev.assent.contract.value.Hash;
import dev.assent.wire.json.CanonicalJson;

/// A decision is bound to the hash of what the person saw. So that it really is what they saw, the
/// hash is computed again here from the content that is shown.
final class ShownContent {
  private ShownContent() {}

  static void verify(Task shown) {
    String claimed = shown.contentHash();
    String content = Json.text(shown.json().path("content"));
    Hash found = Hash.of(CanonicalJson.of(CanonicalJson.parse(content)));
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
