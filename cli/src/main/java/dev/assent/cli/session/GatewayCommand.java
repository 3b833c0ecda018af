package dev.assent.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.client.AssentClient;

/// What every command begins with that speaks to the gateway.
public abstract class GatewayCommand {
  protected final Session session;
  protected final AssentClient gateway;

  /// @param kind the node's own key to speak with, where none is given
  protected GatewayCommand(Session session, KeyKind kind) {
    this.session = session;
    this.gateway = session.gateway(kind);
  }

  /// What came of it: for a program the node's answer, for a person these words.
  ///
  /// @return the exit code of what is done
  protected final int print(JsonNode answer, Runnable words) {
    session.print(answer, words);
    return ExitCode.DONE.code();
  }
}
