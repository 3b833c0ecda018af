package dev.assent.wire.registry;

import dev.assent.wire.connection.Connection;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.setup.AdminCalls;
import dev.assent.wire.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a registry has of the program's own schemas, and how it gets back what it lost (ADR 0037).
public final class RegistryState {
  private static final Logger LOGGER = LoggerFactory.getLogger(RegistryState.class);

  private final Connection connection;
  private final SchemaRegistryClient registry;
  private final OwnSchemas own;

  /// @throws org.apache.kafka.common.KafkaException when the brokers do not give our schemas
  public RegistryState(Connection connection) {
    this.connection = connection;
    this.registry = SchemaRegistryClient.of(connection);
    this.own = OwnSchemas.read(connection);
  }

  /// Ids of our schemas.
  ///
  /// @param same that the registry has for the same schema
  /// @param lost that it does not have
  /// @param taken that it has for another schema
  public record Compared(List<Integer> same, List<Integer> lost, List<Integer> taken) {
    public Compared {
      same = List.copyOf(same);
      lost = List.copyOf(lost);
      taken = List.copyOf(taken);
    }

    public boolean well() {
      return lost.isEmpty() && taken.isEmpty();
    }

    public int count() {
      return same.size() + lost.size() + taken.size();
    }

    /// In words, without what is well.
    @Override
    public String toString() {
      List<String> parts = new ArrayList<>();
      if (!lost.isEmpty()) {
        parts.add("it has no id " + ids(lost));
      }
      if (!taken.isEmpty()) {
        parts.add("it has something else under id " + ids(taken));
      }
      return String.join(" and ", parts) + " (of " + count() + ")";
    }

    private static String ids(List<Integer> ids) {
      return String.join(", ", ids.stream().map(String::valueOf).toList());
    }
  }

  /// Asks the registry for each.
  public Compared compare() {
    return compare(own, registry);
  }

  static Compared compare(OwnSchemas own, SchemaRegistryClient registry) {
    List<Integer> same = new ArrayList<>();
    List<Integer> lost = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    own.all()
        .forEach(
            (id, schema) -> {
              Optional<Schema> there = registry.schemaNow(id);
              (there.isEmpty() ? lost : there.get().equals(schema) ? same : taken).add(id);
            });
    return new Compared(same, lost, taken);
  }

  /// Puts back what the registry lost, each under the id it has in the data, by Confluent's mode
  /// IMPORT. Nothing that is there is changed.
  ///
  /// @return the ids that it has again
  /// @throws StrangeRegistryException when an id of ours is taken, or one of our schemas has
  ///   another id there; then nothing was changed
  /// @throws RegistryException when the registry does not let us, or gives ids of its own; what it
  ///   was given by then is taken away again
  public List<Integer> repair() {
    Compared before = compare();
    if (!before.taken().isEmpty()) {
      throw strange("it has something else under id " + Compared.ids(before.taken()));
    }
    List<Place> places =
        places().stream().filter(place -> before.lost().contains(place.id())).toList();
    for (Place place : places) {
      registry
          .lookUp(place.subject(), place.schema())
          .ifPresent(
              other -> {
                throw strange(place.subject() + " has our schema " + place.id() + " as " + other);
              });
    }
    places.forEach(this::putBack);
    List<Integer> again = new ArrayList<>(before.lost());
    again.retainAll(compare().same());
    return again;
  }

  private void putBack(Place place) {
    List<Integer> versions = registry.versionNumbers(place.subject());
    int given;
    registry.setMode(place.subject(), "IMPORT");
    try {
      given =
          registry.put(
              new SchemaRegistryClient.Version(
                  place.subject(), free(versions), place.id(), place.schema().toString()));
    } finally {
      registry.setMode(place.subject(), "READWRITE");
    }
    if (given != place.id()) {
      if (versions.isEmpty()) {
        takeAway(place.subject());
      }
      throw doesNotImport(place, given);
    }
    registry.setCompatibility(place.subject(), TopicSetup.COMPATIBILITY);
  }

  /// What was put there under another id would be in the way of a repair.
  private void takeAway(String subject) {
    try {
      registry.delete(subject);
    } catch (RegistryException | RegistryUnavailableException e) {
      LOGGER
          .atWarn()
          .addKeyValue("subject", subject)
          .setCause(e)
          .log("The schema registry keeps a schema that it gave another id");
    }
  }

  private RegistryException doesNotImport(Place place, int given) {
    return new RegistryException(
        "expected the schema registry at "
            + connection.registryUrl()
            + " to take schema "
            + place.id()
            + " under that id, but it gave it id "
            + given
            + " of its own, as Apicurio Registry does, whatever mode it is set to: give it back an"
            + " export of its own, or name an empty registry that has the mode IMPORT",
        200,
        0);
  }

  /// The lowest number that no version has: the lost ones were before those that are there.
  private static int free(List<Integer> taken) {
    int free = 1;
    while (taken.contains(free)) {
      free++;
    }
    return free;
  }

  /// Where one of our schemas belongs.
  public record Place(String subject, int id, Schema schema) {}

  /// All of them, by id.
  public List<Place> places() {
    Topics topics = connection.topics();
    List<String> agents = own.all().isEmpty() ? List.of() : agentTopics();
    List<Place> places = new ArrayList<>();
    own.all()
        .forEach(
            (id, schema) -> {
              List<String> names =
                  schema.getName().equals(Topics.AGENTS_RECORD)
                      ? agents
                      : topics.all().stream()
                          .filter(topic -> topic.subjects().contains(schema.getName()))
                          .map(Topics.Topic::name)
                          .toList();
              names.forEach(
                  name -> places.add(new Place(Schemas.subject(name, schema), id, schema)));
            });
    return places;
  }

  private List<String> agentTopics() {
    try (Admin admin = Admin.create(connection.clientProperties())) {
      return AdminCalls.await("the names of all topics", admin.listTopics().names()).stream()
          .filter(connection.topics()::isAgents)
          .sorted()
          .toList();
    }
  }

  private StrangeRegistryException strange(String found) {
    return new StrangeRegistryException(connection.registryUrl().toString(), found);
  }
}
