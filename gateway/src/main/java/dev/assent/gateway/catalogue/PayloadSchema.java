package dev.assent.gateway.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.gateway.payloads.Compatibility;
import java.time.Instant;
import java.util.Optional;

/// A JSON schema that teams agree on for a type of message. It is a catalogue entry: no intent is
/// checked against it.
///
/// @param hash SHA-256 of the schema's canonical JSON
/// @param active whether the next version must keep to this one's compatibility mode
public record PayloadSchema(
    String semanticType,
    String schemaRef,
    String hash,
    Mode mode,
    Optional<String> ownerAgent,
    boolean active,
    ObjectNode schema,
    Instant createdAt,
    Instant updatedAt) {

  /// What the next version of an active schema may be.
  public enum Mode {
    /// The same.
    STRICT,
    /// One that takes all that this one takes: [Compatibility].
    BACKWARD,
    /// Any.
    WARN
  }
}
