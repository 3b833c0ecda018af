package dev.assent.gateway.view;

import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/// An ended intent's row in its workspace's listing. It says in whose inboxes the thread is, so
/// that an inbox is listed without reading histories.
///
/// @param age when it was created
/// @param status the status that the intent ended with
/// @param changedAt when it last changed; empty in a row of an earlier version
/// @param owners whose inboxes its thread is in, by address
record EndedRow(Position age, Status status, Optional<Instant> changedAt, List<String> owners) {
  private static final String SEPARATOR = "\u001f";

  /// What an earlier version wrote for an intent that lives.
  private static final String LIVE = "-";

  static EndedRow of(KeyValue<Bytes, byte[]> row) {
    String[] parts = text(row.value).split(SEPARATOR, -1);
    return new EndedRow(
        Keys.listed(row.key),
        Status.valueOf(parts[0]),
        parts.length < 2 ? Optional.empty() : Optional.of(Instant.parse(parts[1])),
        parts.length < 2 ? List.of() : List.of(parts).subList(2, parts.length));
  }

  static byte[] value(IntentView view) {
    StringBuilder row =
        new StringBuilder(view.status().name()).append(SEPARATOR).append(view.updatedAt());
    view.thread().owners().forEach(owner -> row.append(SEPARATOR).append(plain(owner)));
    view.thread().replyTo().ifPresent(owner -> row.append(SEPARATOR).append(plain(owner)));
    return row.toString().getBytes(StandardCharsets.UTF_8);
  }

  static boolean isOfLive(byte[] value) {
    return text(value).equals(LIVE);
  }

  IntentId id() {
    return age.id();
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  /// Addresses have no such character; what is none might.
  private static String plain(String owner) {
    return owner.replace(SEPARATOR, " ");
  }
}
