package dev.assent.cli.session;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.client.Listing;

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
  public static void remark(Session session, Listing<?> listing) {
    if (listing.more()) {
      session.remark(
          "There are more than these " + listing.items().size() + ": --limit 0 lists all.");
    }
  }
}
