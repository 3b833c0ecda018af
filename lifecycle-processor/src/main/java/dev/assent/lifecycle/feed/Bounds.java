package dev.assent.lifecycle.feed;

/// How much of the public topics is held in memory, and how much work one batch may be (ADR 0031).
final class Bounds {
  private Bounds() {}

  /// One record with its key and headers, decompressed: what a broker takes uncompressed
  /// (`max.message.bytes` of the public topics).
  static final int RECORD_BYTES_MAX = 1_048_588;

  /// One batch, decompressed: sixteen times the largest that a broker takes.
  static final int BATCH_BYTES_MAX = 16 * 1_048_576;

  /// Records of one batch. A genuine request has 48 bytes or more that no codec makes smaller (an
  /// id, and a signature or token), so a batch of the largest size cannot hold more than 21 845.
  static final int BATCH_RECORDS_MAX = 21_845;

  /// Each takes far more memory than its two bytes on the wire.
  static final int HEADERS_MAX = 100;

  /// What is handed to a stream thread at a time, per partition: the next lot comes when this one
  /// is processed.
  static final int LOT_BYTES = 1_048_576;

  static final int LOT_RECORDS = 500;

  /// What a broker is asked for, compressed as it lies there. It sends one batch whole, however
  /// large.
  static final int FETCH_PARTITION_BYTES = 1_048_576;

  static final int FETCH_BYTES = 4 * 1_048_576;
}
