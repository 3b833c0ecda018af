package dev.assent.wire.codec;

/// Turns values of the contract into bytes in the Confluent wire format and back.
public interface Codec<T> {
  /// @throws RegistryUnavailableException when its schema is not known yet and the registry does
  ///   not answer
  byte[] encode(T value);

  /// @throws WireException when the bytes are not such a value; the message says what was expected
  ///   and what came
  /// @throws RegistryUnavailableException when the writer's schema is not known yet and the
  ///   registry does not answer: the record may be good
  T decode(byte[] bytes);
}
