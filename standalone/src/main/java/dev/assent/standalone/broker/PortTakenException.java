package dev.assent.standalone.broker;

/// A port that should be listened on is taken by another program.
public final class PortTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int port;

  public PortTakenException(int port, Throwable cause) {
    super(
        "expected port " + port + " on 127.0.0.1 to be free, but another program listens on it",
        cause);
    this.port = port;
  }

  public int port() {
    return port;
  }
}
