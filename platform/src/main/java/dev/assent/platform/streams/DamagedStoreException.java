package dev.assent.platform.streams;

import java.util.Set;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/// What a store has on its disk is not what was written. Kafka Streams drops the store of a task in
/// which it is thrown and restores it from its changelog; a view is dropped and folded anew.
public final class DamagedStoreException extends TaskCorruptedException {
  private static final long serialVersionUID = 1L;

  private final String store;

  public DamagedStoreException(String store, TaskId task, Throwable cause) {
    super(Set.of(task));
    this.store = store;
    initCause(cause);
  }

  @Override
  public String getMessage() {
    return "expected the store '"
        + store
        + "' to be on disk as it was written, but "
        + (getCause() == null ? "it is not" : getCause().getMessage());
  }

  /// The damage that a failure comes from, if it does.
  public static @Nullable DamagedStoreException in(@Nullable Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof DamagedStoreException damage) {
        return damage;
      }
    }
    return null;
  }
}
