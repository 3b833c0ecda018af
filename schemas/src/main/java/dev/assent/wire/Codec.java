package dev.assent.wire;

/// Turns values of the contract into bytes in the Confluent wire format and back.
public interface Codec<T> {
  byte[] encode(T value);

  /// @throws WireException when the bytes are not such a value; the message says what was expected
  ///   and what came
  T decode(byte[] bytes);
}
