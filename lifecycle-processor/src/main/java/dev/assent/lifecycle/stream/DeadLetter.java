package dev.assent.lifecycle.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// The headers that a record carries in the dead letters, besides its own: where it came from, why
/// it is here, since when, and who put it here. All are text.
final class DeadLetter {
  private static final String COMPONENT = "lifecycle-processor";
  private static final String OURS = "assent.";
  private static final int CAUSE_LENGTH_MAX = 1_000;

  private DeadLetter() {}

  static Headers unprocessed(
      Headers own, Optional<RecordMetadata> origin, long timestampMs, String cause, Instant at) {
    Headers headers = new RecordHeaders();
    for (Header header : own) {
      // A replayed record that breaks again is a dead letter like any other, not a note of a
      // replay.
      if (!header.key().startsWith(OURS)) {
        headers.add(header);
      }
    }
    origin.ifPresent(
        from -> {
          put(headers, "assent.origin.topic", from.topic());
          put(headers, "assent.origin.partition", Integer.toString(from.partition()));
          put(headers, "assent.origin.offset", Long.toString(from.offset()));
        });
    put(headers, "assent.origin.timestamp", Long.toString(timestampMs));
    return why(headers, cause, at);
  }

  static Headers undeliverable(String topic, Instant at) {
    Headers headers = new RecordHeaders();
    put(headers, "assent.origin.topic", topic);
    return why(headers, "expected the agent's topic '" + topic + "', but it does not exist", at);
  }

  private static Headers why(Headers headers, String cause, Instant at) {
    String cut = cause.length() <= CAUSE_LENGTH_MAX ? cause : cause.substring(0, CAUSE_LENGTH_MAX);
    put(headers, "assent.cause", cut);
    put(headers, "assent.at", at.toString());
    put(headers, "assent.component", COMPONENT);
    return headers;
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
