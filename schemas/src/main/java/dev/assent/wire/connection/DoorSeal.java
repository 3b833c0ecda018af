package dev.assent.wire.connection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// How a door says that a command or a row of the directory is its own (ADR 0034): an HMAC-SHA256
/// over topic, key and value, under a key that follows from `assent.doors.key`, which all services
/// of a deployment share. A record cannot be moved to another key or topic.
///
/// Safe for use by many threads. Nothing is kept between uses: each works on a fresh copy of a
/// keyed MAC, so none can leave anything behind for the next.
public final class DoorSeal {
  /// The header with the seal, 32 bytes.
  public static final String HEADER = "assent-door";

  /// The shortest key, in bytes of UTF-8.
  public static final int KEY_BYTES_MIN = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "assent-doors".getBytes(StandardCharsets.UTF_8);

  private final Optional<Mac> keyed;

  private DoorSeal(Optional<Mac> keyed) {
    this.keyed = keyed;
  }

  /// Seals nothing, and takes every record for a door's.
  public static DoorSeal none() {
    return new DoorSeal(Optional.empty());
  }

  /// @throws IllegalArgumentException when the key is too short
  public static DoorSeal of(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < KEY_BYTES_MIN) {
      throw new IllegalArgumentException(
          "expected assent.doors.key to have at least "
              + KEY_BYTES_MIN
              + " bytes, but it has "
              + bytes.length);
    }
    // One key for one purpose: whoever sets two settings to the same text gives nothing away.
    return new DoorSeal(Optional.of(keyed(keyed(bytes).doFinal(PURPOSE))));
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /// Whether there is a key.
  public boolean known() {
    return keyed.isPresent();
  }

  /// Adds the header; nothing without a key.
  public void seal(ProducerRecord<byte[], byte[]> record) {
    seal(record.headers(), record.topic(), record.key(), record.value());
  }

  /// Adds the header; nothing without a key.
  ///
  /// @param topic to which the record goes
  public void seal(Headers headers, String topic, byte @Nullable [] key, byte @Nullable [] value) {
    headers.remove(HEADER);
    keyed.ifPresent(mac -> headers.add(HEADER, hmac(mac, topic, key, value)));
  }

  /// Whether a door sealed it, in a time that does not tell how much of the seal is right. Without
  /// a key every record is taken.
  public boolean isGood(
      Headers headers, String topic, byte @Nullable [] key, byte @Nullable [] value) {
    if (keyed.isEmpty()) {
      return true;
    }
    Header seal = headers.lastHeader(HEADER);
    return seal != null
        && seal.value() != null
        && MessageDigest.isEqual(hmac(keyed.get(), topic, key, value), seal.value());
  }

  private static byte[] hmac(
      Mac keyed, String topic, byte @Nullable [] key, byte @Nullable [] value) {
    try {
      Mac mac = (Mac) keyed.clone();
      update(mac, topic.getBytes(StandardCharsets.UTF_8));
      update(mac, key);
      update(mac, value);
      return mac.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
    }
  }

  /// Each part behind its length, so that no two records read the same; -1 is no part at all.
  private static void update(Mac mac, byte @Nullable [] part) {
    int length = part == null ? -1 : part.length;
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      mac.update((byte) (length >> shift));
    }
    if (part != null) {
      mac.update(part);
    }
  }
}
