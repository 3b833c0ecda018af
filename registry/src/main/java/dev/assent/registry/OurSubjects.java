package dev.assent.registry;

import dev.assent.wire.format.SchemaGrowth;
import dev.assent.wire.format.Schemas;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/// The subjects of Assent's own records (TopicRecordNameStrategy). Any program may register under
/// them, and clients do so without being asked; what it registers must be our record with all that
/// it has, since others may take the latest version for what they write.
final class OurSubjects {
  private static final Pattern SUBJECT = Pattern.compile(".+-(dev\\.assent\\.wire\\.avro\\.\\w+)");

  private OurSubjects() {}

  static boolean include(String subject) {
    return name(subject).isPresent();
  }

  private static Optional<String> name(String subject) {
    Matcher ours = SUBJECT.matcher(subject);
    return ours.matches() ? Optional.of(ours.group(1)) : Optional.empty();
  }

  /// Whether it is the very schema of this release: whatever somebody has added under the subject
  /// meanwhile, the program itself must be able to start.
  static boolean isOwn(String subject, Schema next) {
    return own(subject).filter(next::equals).isPresent();
  }

  /// As this release has it; empty for a subject of somebody else.
  private static Optional<Schema> own(String subject) {
    return name(subject)
        .flatMap(
            name ->
                Schemas.all().stream()
                    .filter(schema -> schema.getFullName().equals(name))
                    .findFirst())
        .map(Schemas::published);
  }

  /// What speaks against a schema under the subject; empty for a subject of somebody else.
  static List<String> objections(String subject, Schema next) {
    Optional<String> name = name(subject);
    if (name.isEmpty()) {
      return List.of();
    }
    if (next.getType() != Schema.Type.RECORD || !next.getFullName().equals(name.get())) {
      return List.of("expected the record " + name.get() + ", but got " + next.getFullName());
    }
    return own(subject).map(own -> SchemaGrowth.objections(next, own)).orElse(List.of());
  }
}
