package dev.assent.registry;

import dev.assent.registry.AvroText.Parsed;
import dev.assent.registry.SchemaTopic.SchemaTopicException;
import dev.assent.registry.StoredSchema.Content;
import dev.assent.registry.StoredSchema.Reference;
import dev.assent.wire.registry.RegistryState.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;

/// What the registry does, without HTTP. Every change is on the topic before it is seen or
/// answered.
///
/// All methods throw [RegistryRefusedException] for what Confluent's API refuses.
final class SchemaRegistry {
  private static final String LATEST = "latest";

  private final SchemaTopic topic;
  private SchemaTable table = new SchemaTable();
  private boolean stale = true;

  SchemaRegistry(SchemaTopic topic) {
    this.topic = topic;
  }

  /// Reads the topic before the first request comes.
  synchronized void load() {
    table();
  }

  /// A write of unknown outcome makes the table stale: then the topic is read again.
  private SchemaTable table() {
    if (stale) {
      SchemaTable fresh = new SchemaTable();
      topic.load().forEach(fresh::apply);
      table = fresh;
      stale = false;
    }
    return table;
  }

  private void write(StoredSchema schema) {
    try {
      topic.append(schema);
    } catch (SchemaTopicException e) {
      stale = true;
      throw e;
    }
    table().apply(new Row.Put(schema));
  }

  /// The version with this content; it is stored first when the subject has none.
  synchronized StoredSchema register(String subject, String text, List<Reference> references) {
    Parsed parsed = new AvroText(table()).parse(text, references);
    Optional<StoredSchema> same = find(subject, parsed, false);
    if (same.isPresent()) {
      return same.get();
    }
    List<String> objections = objections(subject, parsed.schema(), versions(subject));
    if (!objections.isEmpty()) {
      throw RegistryRefusedException.incompatible(subject, objections);
    }
    StoredSchema stored =
        new StoredSchema(
            subject,
            nextVersion(subject),
            table().idFor(parsed.content()),
            parsed.content().schema(),
            references,
            false);
    write(stored);
    return stored;
  }

  /// Takes back what was lost of the program's own schemas, each under the id that the data has it
  /// by (ADR 0037). Nothing that is there is changed: an id that is another schema's stays that.
  ///
  /// @return the ids taken back
  synchronized List<Integer> takeBack(List<Place> places) {
    Set<Integer> lost = new TreeSet<>();
    places.stream().map(Place::id).filter(id -> table().byId(id).isEmpty()).forEach(lost::add);
    Set<Integer> back = new TreeSet<>();
    for (Place place : places) {
      Content content = new Content(place.schema().toString(), List.of());
      if (lost.contains(place.id()) && table().hasNoOtherId(content, place.id())) {
        write(
            new StoredSchema(
                place.subject(),
                freeVersion(place.subject()),
                place.id(),
                content.schema(),
                List.of(),
                false));
        back.add(place.id());
      }
    }
    return List.copyOf(back);
  }

  /// The lowest: what was lost was before what is there.
  private int freeVersion(String subject) {
    List<Integer> taken =
        table().versions(subject, true).stream().map(StoredSchema::version).toList();
    int free = 1;
    while (taken.contains(free)) {
      free++;
    }
    return free;
  }

  private int nextVersion(String subject) {
    List<StoredSchema> all = table().versions(subject, true);
    return all.isEmpty() ? 1 : all.getLast().version() + 1;
  }

  synchronized StoredSchema lookUp(
      String subject, String text, List<Reference> references, boolean deletedToo) {
    known(subject, deletedToo);
    Parsed parsed = new AvroText(table()).parse(text, references);
    return find(subject, parsed, deletedToo).orElseThrow(RegistryRefusedException::unknownSchema);
  }

  private Optional<StoredSchema> find(String subject, Parsed parsed, boolean deletedToo) {
    return table().versions(subject, deletedToo).stream()
        .filter(schema -> schema.content().equals(parsed.content()))
        .reduce((_, newer) -> newer);
  }

  synchronized List<String> subjects(boolean deletedToo) {
    return table().subjects(deletedToo);
  }

  synchronized List<StoredSchema> known(String subject, boolean deletedToo) {
    List<StoredSchema> versions = table().versions(subject, deletedToo);
    if (versions.isEmpty()) {
      throw RegistryRefusedException.unknownSubject(subject);
    }
    return versions;
  }

  private List<StoredSchema> versions(String subject) {
    return table().versions(subject, false);
  }

  /// @param version a number, `latest` or `-1`
  synchronized StoredSchema version(String subject, String version, boolean deletedToo) {
    Optional<Integer> number = number(version);
    List<StoredSchema> versions = known(subject, deletedToo);
    if (number.isEmpty()) {
      return versions.getLast();
    }
    return versions.stream()
        .filter(schema -> schema.version() == number.get())
        .findFirst()
        .orElseThrow(() -> RegistryRefusedException.unknownVersion(version));
  }

  /// Empty for the latest.
  private static Optional<Integer> number(String version) {
    if (version.equals(LATEST) || version.equals("-1")) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(version);
      if (number > 0) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      throw RegistryRefusedException.invalidVersion(version);
    }
    throw RegistryRefusedException.invalidVersion(version);
  }

  /// Every version, of whatever subject, with this id; softly deleted ones too.
  synchronized List<StoredSchema> byId(int id) {
    List<StoredSchema> found = table().byId(id);
    if (found.isEmpty()) {
      throw RegistryRefusedException.unknownId(id);
    }
    return found;
  }

  synchronized List<StoredSchema> referencesTo(String subject, String version) {
    return table().referencesTo(subject, version(subject, version, true).version());
  }

  /// What speaks against registering a schema; empty when it is compatible.
  ///
  /// @param version compare with this one only; empty: with those the subject's level asks for
  synchronized List<String> objections(
      String subject, Optional<String> version, String text, List<Reference> references) {
    List<StoredSchema> earlier =
        version
            .map(only -> List.of(version(subject, only, false)))
            .orElseGet(() -> versions(subject));
    return objections(subject, new AvroText(table()).parse(text, references).schema(), earlier);
  }

  private List<String> objections(String subject, Schema next, List<StoredSchema> earlier) {
    if (OurSubjects.isOwn(subject, next)) {
      return List.of();
    }
    AvroText avro = new AvroText(table());
    List<Schema> schemas = new ArrayList<>();
    earlier.forEach(stored -> schemas.add(avro.parse(stored)));
    List<String> objections = new ArrayList<>(levelOf(subject).objections(next, schemas));
    objections.addAll(OurSubjects.objections(subject, next));
    return objections;
  }

  private Compatibility levelOf(String subject) {
    return OurSubjects.include(subject) ? Compatibility.FULL_TRANSITIVE : table().levelOf(subject);
  }

  synchronized Compatibility commonLevel() {
    return table().commonLevel();
  }

  /// @param orCommon the common level when the subject has none of its own
  synchronized Compatibility level(String subject, boolean orCommon) {
    return orCommon || OurSubjects.include(subject)
        ? levelOf(subject)
        : table()
            .ownLevel(subject)
            .orElseThrow(() -> RegistryRefusedException.noLevelOfItsOwn(subject));
  }
}
