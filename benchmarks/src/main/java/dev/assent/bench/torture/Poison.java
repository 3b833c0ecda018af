package dev.assent.bench.torture;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/// One batch that a hostile neighbour throws on a public topic: nothing but the seed and its number
/// decide.
///
/// @param number gives the batch a time that no other record of the run has, by which its dead
///   letters are known
/// @param reports to the reports' topic, else to the submissions'
/// @param pauseMillis before it
record Poison(Kind kind, String codec, int number, boolean reports, int pauseMillis) {
  private static final List<String> CODECS = List.of("gzip", "snappy", "lz4", "zstd");
  private static final int PAUSE_MILLIS_MAX = 2000;

  /// In milliseconds since 1970: long before anybody else's records, and after 0.
  private static final int FIRST_TIME = 1_000;

  /// An id that no registry of the run gives away.
  private static final int FIRST_UNKNOWN_SCHEMA = 900_000;

  /// The processor reads at most 16 MiB of a batch and 21 845 records (ADR 0031); snappy keeps a
  /// twentieth of zeros.
  private static final int HUGE_BYTES = 19_000_000;

  private static final int MANY_RECORDS = 30_000;
  private static final int NEAR_LIMIT_BYTES = 999_000;
  private static final int NEAR_LIMIT_RECORDS = 3;

  /// Their dead letters carry their bytes: so many of them in one run and no more.
  private static final int NEAR_LIMIT_AMONG_FIRST = 64;

  enum Kind {
    /// One record, far too large when it is decompressed.
    HUGE,
    /// Records just below what a record may be.
    NEAR_LIMIT,
    /// More records than a batch of genuine ones can have.
    MANY,
    /// A record from before 1970.
    BEFORE_1970,
    GARBAGE,
    /// A record under the id of a schema that does not exist.
    UNKNOWN_SCHEMA
  }

  /// What each of its records holds.
  ///
  /// @param begin then come as many zeros
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(int records, byte[] begin, int zeros) {}

  static Poison of(long seed, int number) {
    Random random = new Random(seed * 1_000_033 + number);
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    String codec = CODECS.get(random.nextInt(CODECS.size()));
    boolean reports = random.nextBoolean();
    return new Poison(
        kind == Kind.NEAR_LIMIT && number >= NEAR_LIMIT_AMONG_FIRST ? Kind.GARBAGE : kind,
        codec,
        number,
        reports,
        random.nextInt(PAUSE_MILLIS_MAX));
  }

  long time() {
    return kind == Kind.BEFORE_1970 ? -FIRST_TIME - number : FIRST_TIME + number;
  }

  Content content() {
    return switch (kind) {
      case HUGE -> new Content(1, new byte[0], HUGE_BYTES);
      case NEAR_LIMIT -> new Content(NEAR_LIMIT_RECORDS, new byte[0], NEAR_LIMIT_BYTES);
      case MANY -> new Content(MANY_RECORDS, new byte[0], 0);
      case BEFORE_1970, GARBAGE -> new Content(1, garbage(), 0);
      case UNKNOWN_SCHEMA -> new Content(1, unknownSchema(), 3);
    };
  }

  /// How many dead letters tell of it: one for each record that was read, and one for what is left
  /// where it is.
  int letters() {
    return kind == Kind.NEAR_LIMIT ? NEAR_LIMIT_RECORDS : 1;
  }

  private byte[] garbage() {
    Random random = new Random(number);
    byte[] bytes = new byte[1 + random.nextInt(1_000)];
    random.nextBytes(bytes);
    bytes[0] = (byte) (1 + random.nextInt(Byte.MAX_VALUE)); // no registry's mark
    return bytes;
  }

  /// As a registry's clients begin a record: a zero and the schema's id.
  private byte[] unknownSchema() {
    return ByteBuffer.allocate(1 + Integer.BYTES)
        .put((byte) 0)
        .putInt(FIRST_UNKNOWN_SCHEMA + number)
        .array();
  }
}
