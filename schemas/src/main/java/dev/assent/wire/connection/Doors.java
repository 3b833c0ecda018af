package dev.assent.wire.connection;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Which commands and rows of the directory are believed (ADR 0034): those that a door sealed, and
/// those that were there before the doors had a key.
///
/// @param unsealedBefore by partition (`topic-number`) the first offset at which a record needs a
///   seal; 0 where it is not named
public record Doors(DoorSeal seal, Map<String, Long> unsealedBefore) {
  /// Nothing is sealed, everything is believed: the broker's ACLs are all there is.
  public static final Doors UNSEALED = new Doors(DoorSeal.none(), Map.of());

  public Doors {
    unsealedBefore = Map.copyOf(unsealedBefore);
  }

  /// @param key the setting `assent.doors.key`
  /// @param unsealedBefore the setting `assent.doors.unsealed-before`, as [#text] writes it
  /// @throws IllegalArgumentException when one of them is not what it should be
  public static Doors of(Optional<String> key, Optional<String> unsealedBefore) {
    return key.filter(text -> !text.isBlank())
        .map(text -> new Doors(DoorSeal.of(text), offsets(unsealedBefore.orElse(""))))
        .orElse(UNSEALED);
  }

  private static Map<String, Long> offsets(String text) {
    Map<String, Long> offsets = new HashMap<>();
    for (String each : text.split(",", -1)) {
      int colon = each.lastIndexOf(':');
      if (!each.isBlank()) {
        offsets.put(each.substring(0, Math.max(colon, 0)).strip(), offset(each, colon));
      }
    }
    return offsets;
  }

  private static long offset(String each, int colon) {
    try {
      return Long.parseLong(each.substring(colon + 1).strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected assent.doors.unsealed-before like assent.commands-0:17,assent.directory-0:4,"
              + " but got '"
              + each
              + "' in it",
          e);
    }
  }

  /// The setting `assent.doors.unsealed-before` that says this.
  public static String text(Map<String, Long> unsealedBefore) {
    SortedMap<String, Long> sorted = new TreeMap<>(unsealedBefore);
    return sorted.entrySet().stream()
        .map(each -> each.getKey() + ":" + each.getValue())
        .collect(Collectors.joining(","));
  }

  /// Whether a door made the record.
  public boolean made(ConsumerRecord<byte[], byte[]> record) {
    return made(
        record.topic(),
        record.partition(),
        record.offset(),
        record.headers(),
        record.key(),
        record.value());
  }

  /// Whether a door made the record that was read there.
  public boolean made(
      String topic,
      int partition,
      long offset,
      Headers headers,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    return seal.isGood(headers, topic, key, value)
        || offset < unsealedBefore.getOrDefault(topic + "-" + partition, 0L);
  }
}
