package dev.assent.client;

import java.time.Duration;
import java.util.function.Supplier;

/// How a client speaks to its server. Address and key are looked up for each request.
///
/// @param connectWithin how long to wait for a connection
/// @param answerWithin how long to wait for one answer, all of it
/// @param retryFor how long to try again when no answer, or none that helps, comes
/// @param connectFor the same, while nobody listens and nobody ever did
/// @param streamWait how long the gateway is asked to hold a stream open; 1 to 60 s
record Settings(
    Supplier<String> url,
    Supplier<String> apiKey,
    String userAgent,
    Duration connectWithin,
    Duration answerWithin,
    Duration retryFor,
    Duration connectFor,
    Duration streamWait,
    StreamListener listener) {

  /// Without a slash at its end.
  String address() {
    return url.get().strip().replaceAll("/+$", "");
  }

  /// The gateway is never silent for longer than the wait and some 10 s; after this the connection
  /// is taken for dead.
  Duration silenceMax() {
    return streamWait.plusSeconds(15);
  }

  @Override
  public String toString() {
    return "Settings[" + address() + "]";
  }
}
