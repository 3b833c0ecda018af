package dev.assent.wire.registry;

import dev.assent.wire.format.AvroFormat;
import dev.assent.wire.format.WireException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The schemas that records of the public topics name. Anybody may name any id there, so a look-up
/// takes a second at most, and a registry that does not answer is not asked again for a while: a
/// record whose schema cannot be had then is a dead letter, which can be sent again, and the others
/// go on.
public final class PublicSchemas {
  /// How long a silent registry is left alone.
  static final Duration SILENT_KEPT = Duration.ofSeconds(5);

  private static final int ID_BYTES = 5;

  private final SchemaRegistryClient registry;
  private volatile long silentUntil = System.nanoTime();

  /// @param registry one that does not wait long
  public PublicSchemas(SchemaRegistryClient registry) {
    this.registry = registry;
  }

  /// Why a record cannot be read for want of its schema; empty when the schema is known now, or
  /// when there is none to look for, which whoever decodes the record will find.
  public Optional<String> unreadable(byte @Nullable [] value) {
    if (value == null || value.length < ID_BYTES || value[0] != 0) {
      return Optional.empty();
    }
    int id = AvroFormat.schemaId(value, "request");
    if (registry.knows(id)) {
      return Optional.empty();
    }
    if (System.nanoTime() - silentUntil < 0) {
      return Optional.of(silent(id));
    }
    try {
      registry.byId(id);
      return Optional.empty();
    } catch (WireException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (RegistryUnavailableException | RegistryException _) {
      silentUntil = System.nanoTime() + SILENT_KEPT.toNanos();
      return Optional.of(silent(id));
    }
  }

  private static String silent(int id) {
    return "expected the schema registry to tell what schema "
        + id
        + " is, but it did not answer; send the record again when it does";
  }
}
