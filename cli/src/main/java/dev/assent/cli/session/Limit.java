package dev.assent.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;

/// How many rows of a list are wanted.
public final class Limit {
  private Limit() {}

  public static void require(int limit) {
    if (limit < 0) {
      throw new Failure(
          ExitCode.USAGE, "Expected --limit of 0 (all) or more, but got " + limit + ".");
    }
  }

  /// Nobody takes a part for the whole.
  public static void remark(Session session, JsonNode answer, int rows) {
    if (answer.path("next_cursor").isTextual()) {
      session.remark("There are more than these " + rows + ": --limit 0 lists all.");
    }
  }
}
