package dev.assent.door;

import dev.assent.wire.RegistryException;
import dev.assent.wire.RegistryUnavailableException;
import org.apache.kafka.common.KafkaException;

/// Tells a bad record from bad circumstances: the first goes to the dead letters, the second is
/// waited out.
final class Fault {
  private Fault() {}

  /// Whether the record may be good: the broker or the registry failed, or the registry does not
  /// let us in.
  static boolean isOfCircumstances(RuntimeException failure) {
    return switch (failure) {
      case KafkaException _ -> true;
      case RegistryUnavailableException _ -> true;
      case RegistryException refused -> refused.status() == 401 || refused.status() == 403;
      default -> false;
    };
  }
}
