package dev.assent.registry;

import java.util.List;

/// One version of a subject.
///
/// @param id shared by every version, of whatever subject, with the same content
/// @param schema Avro's own text of it, without the types that it refers to
/// @param deleted softly: still found by its id, no longer listed
record StoredSchema(
    String subject,
    int version,
    int id,
    String schema,
    List<Reference> references,
    boolean deleted) {
  StoredSchema {
    references = List.copyOf(references);
  }

  /// A type that the schema takes from another subject.
  record Reference(String name, String subject, int version) {}

  /// What makes two schemas the same.
  record Content(String schema, List<Reference> references) {
    Content {
      references = List.copyOf(references);
    }
  }

  Content content() {
    return new Content(schema, references);
  }
}
