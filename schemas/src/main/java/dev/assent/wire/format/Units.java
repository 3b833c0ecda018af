package dev.assent.wire.format;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/// Avro matches numbers by their size and ignores what they count: a writer's milliseconds are read
/// as microseconds, and a deadline in an hour becomes one in 1970. What a number means must be the
/// same on both sides.
public final class Units {
  private Units() {}

  /// @throws WireException naming the first field in which they differ
  public static void requireSame(Schema written, Schema read) {
    compare(written, read, read.getName(), new HashSet<>());
  }

  private static void compare(Schema written, Schema read, String path, Set<String> seen) {
    if (written.isUnion() || read.isUnion()) {
      for (Schema branch : branches(read)) {
        branches(written).stream()
            .filter(other -> (isNumber(branch) && isNumber(other)) || isSame(branch, other))
            .forEach(other -> compare(other, branch, path, seen));
      }
      return;
    }
    switch (read.getType()) {
      case INT, LONG -> compareNumbers(written, read, path);
      case ARRAY -> {
        if (written.getType() == Schema.Type.ARRAY) {
          compare(written.getElementType(), read.getElementType(), path + "[]", seen);
        }
      }
      case MAP -> {
        if (written.getType() == Schema.Type.MAP) {
          compare(written.getValueType(), read.getValueType(), path + "{}", seen);
        }
      }
      case RECORD -> compareFields(written, read, path, seen);
      default -> {
        // no number in it
      }
    }
  }

  private static void compareFields(Schema written, Schema read, String path, Set<String> seen) {
    if (written.getType() != Schema.Type.RECORD || !seen.add(read.getFullName())) {
      return;
    }
    for (Schema.Field field : read.getFields()) {
      Schema.Field there = written.getField(field.name());
      if (there != null) {
        compare(there.schema(), field.schema(), path + "." + field.name(), seen);
      }
    }
  }

  private static void compareNumbers(Schema written, Schema read, String path) {
    if (isNumber(written) && !Objects.equals(unit(written), unit(read))) {
      throw new WireException(
          "expected "
              + told(read)
              + " in "
              + path
              + ", but its writer's schema has "
              + told(written));
    }
  }

  private static String told(Schema schema) {
    return unit(schema).orElse("a plain " + schema.getType().getName());
  }

  private static Optional<String> unit(Schema number) {
    // A name that this Avro does not know is only a property.
    return Optional.ofNullable(number.getLogicalType())
        .map(LogicalType::getName)
        .or(() -> Optional.ofNullable(number.getProp(LogicalType.LOGICAL_TYPE_PROP)));
  }

  private static List<Schema> branches(Schema schema) {
    return schema.isUnion() ? schema.getTypes() : List.of(schema);
  }

  private static boolean isNumber(Schema schema) {
    return schema.getType() == Schema.Type.INT || schema.getType() == Schema.Type.LONG;
  }

  private static boolean isSame(Schema one, Schema other) {
    return one.getType() == other.getType()
        && (one.getType() != Schema.Type.RECORD || one.getFullName().equals(other.getFullName()));
  }
}
