package dev.assent.client;

import java.net.URI;
import java.time.Duration;

/// How a client speaks to its gateway.
///
/// @param base the gateway's address, without a slash at its end
/// @param connectWithin how long to wait for a connection
/// @param answerWithin how long to wait for one answer, all of it
/// @param retryFor how long to try again when no answer, or none that helps, comes
/// @param streamWait how long the gateway is asked to hold a stream open; 1 to 60 s
record Settings(
    URI base,
    String apiKey,
    Duration connectWithin,
    Duration answerWithin,
    Duration retryFor,
    Duration streamWait) {

  /// The gateway is never silent for longer than the wait and some 10 s; after this the connection
  /// is taken for dead.
  Duration silenceMax() {
    return streamWait.plusSeconds(15);
  }

  @Override
  public String toString() {
    return "Settings[" + base + "]";
  }
}
