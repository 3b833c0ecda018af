package dev.assent.notifier.stream;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.UuidBytes;
import org.apache.kafka.common.utils.Bytes;

/// Rows that are kept for intents.
public final class IntentRows {
  private IntentRows() {}

  /// An intent's row: its 16 bytes.
  public static Bytes key(IntentId intent) {
    return Bytes.wrap(UuidBytes.of(intent.value()));
  }
}
