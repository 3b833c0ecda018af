package dev.assent.client;

/// Told how a client's streams fare: for health checks, or to tell a person. Called on the thread
/// that waits on the stream.
///
/// Without one of yours, a loss and the return are logged, once each.
public interface StreamListener {
  /// A stream is open for the first time.
  default void opened() {}

  /// The server is away, and is waited for. Told once for each absence.
  ///
  /// @param why what the last attempt ended with
  default void lost(AssentException why) {
    System.getLogger(AssentClient.class.getName())
        .log(System.Logger.Level.INFO, "The gateway is away and is waited for");
  }

  /// The server is there again, and the stream goes on where it was.
  default void restored() {
    System.getLogger(AssentClient.class.getName())
        .log(System.Logger.Level.INFO, "The gateway is back");
  }
}
