package dev.assent.platform.deadletters;

import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.RegistryUnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/// Tells a bad record from bad circumstances: the first goes to the dead letters, the second is
/// waited out.
public final class Fault {
  private Fault() {}

  /// Whether the record may be good: the broker or the registry failed, or the registry does not
  /// let us in. An [Error] is the record's: it would come again with it.
  public static boolean isOfCircumstances(Throwable failure) {
    return switch (failure) {
      case RecordTooLargeException _ -> false;
      case KafkaException _ -> true;
      case RegistryUnavailableException _ -> true;
      case RegistryException refused -> refused.status() == 401 || refused.status() == 403;
      default -> false;
    };
  }

  /// Throws a failure that is no fault of the record.
  public static void throwIfOfCircumstances(Throwable failure) {
    if (failure instanceof RuntimeException circumstances && isOfCircumstances(failure)) {
      throw circumstances;
    }
  }

  /// Where it happened, but not what the failure says of it: that may quote a payload, an address
  /// or a secret.
  public static Throwable withoutMessage(Throwable failure) {
    Throwable bare = new IllegalStateException(failure.getClass().getName());
    bare.setStackTrace(failure.getStackTrace());
    return bare;
  }
}
