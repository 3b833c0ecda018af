package dev.assent.registry;

import dev.assent.registry.StoredSchema.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything on the schemas topic, folded: subjects with their versions, and levels.
final class SchemaTable {
  private static final Compatibility DEFAULT_LEVEL = Compatibility.BACKWARD; // as Confluent's

  private final SortedMap<String, SortedMap<Integer, StoredSchema>> subjects = new TreeMap<>();
  private final Map<Content, Integer> ids = new HashMap<>();
  private final Map<String, Compatibility> levels = new HashMap<>();
  private Optional<Compatibility> commonLevel = Optional.empty();
  private int lastId;

  void apply(Row row) {
    switch (row) {
      case Row.Put(StoredSchema schema) -> put(schema);
      case Row.Gone(String subject, int version) -> remove(subject, version);
      case Row.Level(Optional<String> subject, Optional<Compatibility> level) ->
          subject.ifPresentOrElse(name -> setLevel(name, level), () -> commonLevel = level);
    }
  }

  private void put(StoredSchema schema) {
    subjects.computeIfAbsent(schema.subject(), _ -> new TreeMap<>()).put(schema.version(), schema);
    ids.put(schema.content(), schema.id());
    lastId = Math.max(lastId, schema.id());
  }

  private void remove(String subject, int version) {
    SortedMap<Integer, StoredSchema> versions = subjects.get(subject);
    if (versions == null) {
      return;
    }
    StoredSchema gone = versions.remove(version);
    if (gone == null) {
      return;
    }
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
    if (byId(gone.id()).isEmpty()) {
      ids.remove(gone.content());
    }
  }

  private void setLevel(String subject, Optional<Compatibility> level) {
    level.ifPresentOrElse(set -> levels.put(subject, set), () -> levels.remove(subject));
  }

  /// The id this content has in any subject, or a new one.
  int idFor(Content content) {
    Integer known = ids.get(content);
    return known == null ? lastId + 1 : known;
  }

  /// Whether no version with this content has an id but this one.
  boolean hasNoOtherId(Content content, int id) {
    return ids.getOrDefault(content, id) == id;
  }

  /// Every version with this id, softly deleted ones too.
  List<StoredSchema> byId(int id) {
    List<StoredSchema> found = new ArrayList<>();
    for (SortedMap<Integer, StoredSchema> versions : subjects.values()) {
      for (StoredSchema schema : versions.values()) {
        if (schema.id() == id) {
          found.add(schema);
        }
      }
    }
    return found;
  }

  /// The versions that refer to this one.
  List<StoredSchema> referencesTo(String subject, int version) {
    return subjects.values().stream()
        .flatMap(versions -> versions.values().stream())
        .filter(schema -> !schema.deleted())
        .filter(
            schema ->
                schema.references().stream()
                    .anyMatch(to -> to.subject().equals(subject) && to.version() == version))
        .toList();
  }

  /// A subject's versions, oldest first; empty for an unknown subject.
  List<StoredSchema> versions(String subject, boolean deletedToo) {
    SortedMap<Integer, StoredSchema> versions = subjects.get(subject);
    if (versions == null) {
      return List.of();
    }
    return versions.values().stream().filter(schema -> deletedToo || !schema.deleted()).toList();
  }

  List<String> subjects(boolean deletedToo) {
    return subjects.keySet().stream()
        .filter(subject -> !versions(subject, deletedToo).isEmpty())
        .toList();
  }

  Optional<Compatibility> ownLevel(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  Compatibility commonLevel() {
    return commonLevel.orElse(DEFAULT_LEVEL);
  }

  Compatibility levelOf(String subject) {
    return ownLevel(subject).orElseGet(this::commonLevel);
  }
}
