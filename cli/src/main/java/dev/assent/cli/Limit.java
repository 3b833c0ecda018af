package dev.assent.cli;

import com.fasterxml.jackson.databind.JsonNode;

/// How many rows of a list are wanted.
final class Limit {
  private Limit() {}

  static void require(int limit) {
    if (limit < 0) {
      throw new Failure(
          ExitCode.USAGE, "Expected --limit of 0 (all) or more, but got " + limit + ".");
    }
  }

  /// Nobody takes a part for the whole.
  static void remark(Session session, JsonNode answer, int rows) {
    if (answer.path("next_cursor").isTextual()) {
      session.remark("There are more than these " + rows + ": --limit 0 lists all.");
    }
  }
}
