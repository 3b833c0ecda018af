package dev.assent.wire.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/// What one version of a record's schema may not do to an earlier one, beyond Avro's own rules.
/// Avro takes a schema without a field for a compatible one, where the field has a default, and a
/// time in milliseconds for one in microseconds.
public final class SchemaGrowth {
  private final List<String> objections = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private SchemaGrowth() {}

  /// What the next schema leaves out or takes for something else; empty when it only adds.
  public static List<String> objections(Schema next, Schema earlier) {
    SchemaGrowth growth = new SchemaGrowth();
    growth.compare(next, earlier, earlier.getFullName());
    return List.copyOf(growth.objections);
  }

  private void compare(Schema next, Schema earlier, String path) {
    if (next.getType() != earlier.getType()) {
      return; // Avro's own rules judge it
    }
    String was = logical(earlier);
    String is = logical(next);
    if (!was.equals(is)) {
      objections.add("expected " + path + " to be of " + was + ", but it is of " + is);
    }
    switch (earlier.getType()) {
      case RECORD -> fields(next, earlier);
      case ARRAY -> compare(next.getElementType(), earlier.getElementType(), path + "[]");
      case MAP -> compare(next.getValueType(), earlier.getValueType(), path + "{}");
      case UNION -> earlier.getTypes().forEach(branch -> branch(next, branch, path));
      default -> {}
    }
  }

  private void fields(Schema next, Schema earlier) {
    String name = earlier.getFullName();
    if (!seen.add(name)) {
      return;
    }
    for (Schema.Field field : earlier.getFields()) {
      Schema.Field same = next.getField(field.name());
      String path = earlier.getName() + "." + field.name();
      if (same == null) {
        objections.add("expected the field " + path + " to be kept, but it is left out");
      } else {
        compare(same.schema(), field.schema(), path);
      }
    }
  }

  private void branch(Schema next, Schema branch, String path) {
    next.getTypes().stream()
        .filter(candidate -> candidate.getFullName().equals(branch.getFullName()))
        .findFirst()
        .ifPresentOrElse(
            same -> compare(same, branch, path),
            () ->
                objections.add(
                    "expected "
                        + path
                        + " to allow "
                        + branch.getFullName()
                        + ", but it does not"));
  }

  private static String logical(Schema schema) {
    return Optional.ofNullable(schema.getLogicalType())
        .map(LogicalType::getName)
        .or(() -> Optional.ofNullable(schema.getProp(LogicalType.LOGICAL_TYPE_PROP)))
        .orElse("no logical type");
  }
}
