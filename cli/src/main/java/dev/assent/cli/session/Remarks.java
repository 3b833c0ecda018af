package dev.assent.cli.session;

import dev.assent.client.AssentException;
import dev.assent.client.StreamListener;

/// Tells the person at the terminal how a stream fares.
///
/// @param opening what is said when it is open for the first time; may be empty
public record Remarks(Session session, String opening) implements StreamListener {
  @Override
  public void opened() {
    if (!opening.isEmpty()) {
      session.remark(opening);
    }
  }

  @Override
  public void lost(AssentException why) {
    session.remark("The gateway is away. Waiting for it; nothing is lost.");
  }

  @Override
  public void restored() {
    session.remark("Connected again.");
  }
}
