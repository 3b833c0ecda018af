package dev.assent.wire.registry;

import dev.assent.wire.connection.Connection;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.setup.DoorsSetup;
import dev.assent.wire.topic.Topics.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives our schemas their ids: once, from the registry, written down on `assent.schemas` before
/// the first record is written with it (ADR 0037). From then on the registry is for others, and one
/// that is silent, emptied or another one is told in one line and holds up nothing of ours.
final class SchemaSetup {
  private static final Logger LOGGER = LoggerFactory.getLogger(SchemaSetup.class);

  private final Connection connection;
  private final SchemaRegistryClient registry;
  private final OwnSchemas own;

  /// What of it is on the topic.
  private OwnSchemas written;

  /// Once for each setup: what a registry said yesterday is nothing to rely on.
  private SchemaSetup(Connection connection) {
    this.connection = connection;
    this.registry = SchemaRegistryClient.of(connection);
    this.written = OwnSchemas.read(connection);
    this.own = written.copy();
  }

  private record Place(String subject, Schema schema) {}

  /// Registers what the topics need.
  ///
  /// @throws StrangeRegistryException when a schema has no id yet, and the registry is not the one
  ///   that gave the others theirs
  static void ensure(Connection connection, Collection<Topic> topics) {
    List<Place> places = new ArrayList<>();
    for (Topic topic : topics) {
      for (String record : topic.subjects()) {
        Schema schema = Schemas.published(Schemas.named(record));
        places.add(new Place(Schemas.subject(topic.name(), schema), schema));
      }
    }
    new SchemaSetup(connection).ensure(places);
  }

  private void ensure(List<Place> places) {
    try {
      List<Schema> unknown =
          Schemas.all().stream()
              .map(Schemas::published)
              .filter(schema -> own.id(schema).isEmpty())
              .toList();
      if (!unknown.isEmpty()) {
        requireTheSame();
        learn(unknown, places);
      }
      places.forEach(this::register);
    } catch (StrangeRegistryException | RegistryException | RegistryUnavailableException e) {
      if (places.stream().anyMatch(place -> written.id(place.schema()).isEmpty())) {
        throw e;
      }
      LOGGER
          .atWarn()
          .addKeyValue("cause", e.getMessage())
          .log("Going on by the ids on assent.schemas, without the schema registry");
    }
  }

  /// Before it gives out another id, the registry must be the one that gave those there are.
  private void requireTheSame() {
    RegistryState.Compared compared = RegistryState.compare(own, registry);
    if (!compared.well()) {
      throw strange(compared.toString());
    }
    if (own.all().isEmpty() && !hasOurs() && !DoorsSetup.ends(connection).isEmpty()) {
      throw StrangeRegistryException.beforeAnythingWasKept(connection.registryUrl().toString());
    }
  }

  private boolean hasOurs() {
    return Schemas.all().stream().anyMatch(schema -> !subjects(schema).isEmpty());
  }

  /// The subjects of a record that are there.
  private List<String> subjects(Schema schema) {
    return registry.subjects().stream()
        .filter(subject -> subject.startsWith(connection.topics().beginning()))
        .filter(subject -> subject.endsWith("-" + schema.getFullName()))
        .sorted()
        .toList();
  }

  /// Every earlier version first, today's last: where today's is written down, all are.
  private void learn(List<Schema> unknown, List<Place> places) {
    for (Schema schema : unknown) {
      List<String> subjects = subjects(schema);
      for (String subject : subjects) {
        for (SchemaRegistryClient.Version version : registry.versions(subject)) {
          registry
              .schemaNow(version.id())
              .filter(Schemas::isOwn)
              .filter(earlier -> !earlier.toString().equals(schema.toString()))
              .ifPresent(earlier -> own.add(version.id(), earlier));
        }
      }
      places.stream()
          .filter(place -> place.schema().equals(schema))
          .map(Place::subject)
          .findFirst()
          .or(() -> subjects.stream().findFirst())
          .ifPresent(subject -> giveId(subject, schema));
    }
    own.write(connection, written);
    written = own.copy();
  }

  private void giveId(String subject, Schema schema) {
    int id = registry.register(subject, schema);
    Optional<Schema> other = own.schema(id);
    if (other.isPresent() && !other.get().toString().equals(schema.toString())) {
      throw strange("its id " + id + " is now a " + schema.getName());
    }
    own.add(id, schema);
  }

  /// Registered first: some registries have no settings for a subject that does not exist.
  private void register(Place place) {
    int id = own.id(place.schema()).orElseThrow();
    Optional<Integer> there = registry.lookUp(place.subject(), place.schema());
    if (there.isEmpty()) {
      if (registry.schemaNow(id).filter(place.schema()::equals).isEmpty()) {
        throw strange("it has no " + place.schema().getName() + " under id " + id);
      }
      there = Optional.of(registry.register(place.subject(), place.schema()));
    }
    if (there.get() != id) {
      throw strange(
          place.schema().getName() + " has id " + there.get() + " there and " + id + " here");
    }
    if (!registry.compatibility(place.subject()).equals(Optional.of(TopicSetup.COMPATIBILITY))) {
      registry.setCompatibility(place.subject(), TopicSetup.COMPATIBILITY);
    }
  }

  private StrangeRegistryException strange(String found) {
    return new StrangeRegistryException(connection.registryUrl().toString(), found);
  }
}
