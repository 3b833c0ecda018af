package dev.assent.wire.format;

import dev.assent.contract.value.Limits;
import org.jspecify.annotations.Nullable;

/// A value that would make a record of more than [Limits#RECORD_BYTES_MAX]: refuse what brought it
/// about, nothing of it was written.
public final class RecordTooLargeException extends WireException {
  private static final long serialVersionUID = 1L;

  /// @param name the record's name
  public RecordTooLargeException(String name, @Nullable Throwable cause) {
    super(
        "expected a "
            + name
            + " of at most "
            + Limits.RECORD_BYTES_MAX
            + " bytes, but it is larger",
        cause);
  }
}
