package dev.assent.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;

/// What a subject's next schema must be able to do: read what its predecessors wrote (backward), be
/// read by them (forward), both, or nothing; with the newest of them only, or with all.
enum Compatibility {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean backward;
  private final boolean forward;
  private final boolean transitive;

  Compatibility(boolean backward, boolean forward, boolean transitive) {
    this.backward = backward;
    this.forward = forward;
    this.transitive = transitive;
  }

  static Compatibility named(String level) {
    for (Compatibility compatibility : values()) {
      if (compatibility.name().equals(level.toUpperCase(Locale.ROOT))) {
        return compatibility;
      }
    }
    throw RegistryRefusedException.invalidLevel(level);
  }

  /// What speaks against the schema; empty when it is compatible.
  ///
  /// @param earlier oldest first
  List<String> objections(Schema next, List<Schema> earlier) {
    List<String> objections = new ArrayList<>();
    int first = transitive || earlier.isEmpty() ? 0 : earlier.size() - 1;
    for (Schema previous : earlier.subList(first, earlier.size()).reversed()) {
      if (backward) {
        objections.addAll(cannotRead(next, previous));
      }
      if (forward) {
        objections.addAll(cannotRead(previous, next));
      }
    }
    return objections;
  }

  private static List<String> cannotRead(Schema reader, Schema writer) {
    SchemaCompatibilityResult result =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    return result.getIncompatibilities().stream()
        .map(found -> found.getType() + " at " + found.getLocation() + ": " + found.getMessage())
        .toList();
  }
}
