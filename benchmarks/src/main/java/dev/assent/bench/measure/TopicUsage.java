package dev.assent.bench.measure;

/// What lies in a topic.
///
/// @param records end offsets of all partitions: what was ever written, transactions' markers and
///   aborted records included
/// @param bytes size of its segments, of one copy
public record TopicUsage(long records, long bytes) {
  public static final TopicUsage NOTHING = new TopicUsage(0, 0);

  TopicUsage plus(long moreRecords, long moreBytes) {
    return new TopicUsage(records + moreRecords, bytes + moreBytes);
  }

  public TopicUsage plus(TopicUsage other) {
    return plus(other.records, other.bytes);
  }

  TopicUsage minus(TopicUsage before) {
    return new TopicUsage(records - before.records, bytes - before.bytes);
  }

  boolean isNothing() {
    return records == 0 && bytes == 0;
  }
}
