package dev.assent.bench.node;

import dev.assent.bench.http.LeanHttp;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Session;
import java.io.Closeable;
import java.net.URI;

/// The doors of a running node as three programs see them: who submits, the agent, the person.
public record Doors(LeanHttp initiator, LeanHttp agent, LeanHttp approver) implements Closeable {
  /// As the command line, the environment or the data folder say.
  public static Doors of(Session session) {
    URI gateway = session.gatewayUrl();
    try {
      return new Doors(
          new LeanHttp(gateway, session.gatewayKey(KeyKind.INITIATOR)),
          new LeanHttp(gateway, session.gatewayKey(KeyKind.AGENT)),
          new LeanHttp(session.approvalsUrl(), session.approvalsKey(KeyKind.APPROVER)));
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, e.getMessage() + ".", e);
    }
  }

  @Override
  public void close() {
    initiator.close();
    agent.close();
    approver.close();
  }
}
