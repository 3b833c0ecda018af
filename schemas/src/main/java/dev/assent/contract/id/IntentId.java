package dev.assent.contract.id;

import java.util.UUID;

/// The id of an intent: of a *root* (what a service submitted) or of a *step intent* (what an agent
/// sees for its step).
///
/// A step intent's id is its root's id with the ordinal of the step's run in the lowest 16 bits,
/// which are zero in a root's id. So any door finds the root of any id without a look-up, both land
/// in the same partition, and a late report for one run of a step can never be taken for another
/// (ADR 0002).
public record IntentId(UUID value) implements Comparable<IntentId> {
  /// Where a record must name an intent, and there is none.
  public static final IntentId NONE = new IntentId(new UUID(0, 0));

  private static final long ORDINAL_MASK = 0xFFFFL;

  /// A root's id made of 16 random (or hashed) bytes; version, variant and the ordinal bits are set
  /// here.
  public static IntentId root(long high, long low) {
    long msb = (high & ~0xF000L) | 0x8000L;
    long lsb = (low & 0x3FFF_FFFF_FFFF_0000L) | 0x8000_0000_0000_0000L;
    return new IntentId(new UUID(msb, lsb));
  }

  public static IntentId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("expected an intent id (a UUID), but got '" + text + "'");
    }
    return new IntentId(UUID.fromString(text));
  }

  /// The id of the `ordinal`-th run of a step of this root, counted from 1.
  public IntentId step(int ordinal) {
    if (!isRoot() || ordinal < 1 || ordinal > ORDINAL_MASK) {
      throw new IllegalArgumentException("no step " + ordinal + " of " + value);
    }
    return new IntentId(
        new UUID(value.getMostSignificantBits(), value.getLeastSignificantBits() | ordinal));
  }

  public IntentId root() {
    return isRoot()
        ? this
        : new IntentId(
            new UUID(
                value.getMostSignificantBits(), value.getLeastSignificantBits() & ~ORDINAL_MASK));
  }

  public boolean isRoot() {
    return ordinal() == 0;
  }

  /// Which run of a step this id stands for; 0 for a root.
  public int ordinal() {
    return (int) (value.getLeastSignificantBits() & ORDINAL_MASK);
  }

  @Override
  public int compareTo(IntentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
