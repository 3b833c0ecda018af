package dev.assent.service.sse;

/// A client's connection as a stream sees it. What is written to it is kept in memory until the
/// client takes it, so a stream writes only while it takes.
public interface Outlet {
  /// Whether the client has taken enough of what was written.
  boolean takes();

  /// Runs a step on the connection's own thread, one after the other: what it writes is known to
  /// [#takes] when the step ends.
  ///
  /// @throws java.util.concurrent.RejectedExecutionException when the connection has ended for good
  void run(Runnable step);

  /// Calls `wake` whenever the connection may take again; on any thread.
  Ending await(Runnable wake);

  /// Ends a wait. Running it twice does nothing.
  @FunctionalInterface
  interface Ending {
    void end();
  }
}
