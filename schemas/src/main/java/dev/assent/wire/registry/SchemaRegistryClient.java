package dev.assent.wire.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.format.WireException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;

/// A client of any schema registry that speaks Confluent's REST API. What it has once learnt (an id
/// for a schema, a schema for an id) never changes and is kept; an id that does not exist is
/// remembered for [#UNKNOWN_KEPT] only.
///
/// Methods block. They throw [RegistryException] when the registry refuses, and
/// [RegistryUnavailableException] when it does not answer after some attempts.
public final class SchemaRegistryClient {
  static final Duration UNKNOWN_KEPT = Duration.ofSeconds(5);

  private static final int UNKNOWN_MAX = 10_000;
  private static final int REFERENCES_MAX = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 4;
  private static final Duration BACK_OFF = Duration.ofMillis(100);
  private static final Duration QUICK_TIMEOUT = Duration.ofSeconds(1);

  private final RegistryHttp http;
  private final Map<String, Map<Schema, Integer>> ids;
  private final Map<Integer, Schema> schemas;
  private final Map<Integer, Unknown> unknown;

  /// Asked before the registry: our own schemas are not the registry's to say. First as they were
  /// once, then as they are now.
  private final OwnSchemas ownOnce;

  private final Supplier<OwnSchemas> ownNow;

  /// An id without a schema that could be used.
  ///
  /// @param until by [System#nanoTime]
  private record Unknown(long until, String message) {}

  /// A named type that a schema takes from another subject.
  ///
  /// @param name the type's full name
  public record Reference(String name, String subject, int version) {}

  /// One version of a subject.
  public record Version(String subject, int version, int id, String schema) {}

  /// @param urls one or more base addresses of the same registry, separated by commas
  /// @param userInfo `user:password` for it
  public SchemaRegistryClient(String urls, Optional<String> userInfo) {
    this(urls, userInfo, TIMEOUT, ATTEMPTS, BACK_OFF);
  }

  public SchemaRegistryClient(
      String urls, Optional<String> userInfo, Duration timeout, int attempts, Duration backOff) {
    http = new RegistryHttp(urls, userInfo, timeout, attempts, backOff);
    ids = new ConcurrentHashMap<>();
    schemas = new ConcurrentHashMap<>();
    unknown = new ConcurrentHashMap<>();
    ownOnce = OwnSchemas.none();
    ownNow = OwnSchemas::none;
  }

  private SchemaRegistryClient(
      SchemaRegistryClient other,
      RegistryHttp http,
      OwnSchemas ownOnce,
      Supplier<OwnSchemas> ownNow) {
    this.http = http;
    this.ownOnce = ownOnce;
    this.ownNow = ownNow;
    this.ids = other.ids;
    this.schemas = other.schemas;
    this.unknown = other.unknown;
  }

  /// One that knows and learns the same, and asks once and not for long.
  public SchemaRegistryClient quick() {
    return new SchemaRegistryClient(this, http.quick(QUICK_TIMEOUT), ownOnce, OwnSchemas::none);
  }

  /// One that knows the program's own schemas, and learns the same besides.
  ///
  /// @param itsOwn asked now, and again for each schema or id that is not known
  public SchemaRegistryClient knowing(Supplier<OwnSchemas> itsOwn) {
    OwnSchemas once = itsOwn.get();
    schemas.putAll(once.all());
    return new SchemaRegistryClient(this, http, once, () -> now(itsOwn));
  }

  private static OwnSchemas now(Supplier<OwnSchemas> own) {
    try {
      return own.get();
    } catch (KafkaException e) {
      throw new RegistryUnavailableException(
          "expected the brokers to give our schemas, but " + e, e);
    }
  }

  public static SchemaRegistryClient of(Connection connection) {
    return new SchemaRegistryClient(
        connection.registryUrl().toString(), connection.registryUserInfo());
  }

  /// The schema's id under the subject, registered now if it was not.
  public int register(String subject, Schema schema) {
    return known(subject, schema)
        .orElseGet(
            () -> remember(subject, schema, register(subject, schema.toString(), List.of())));
  }

  /// Registers a schema that takes types from other subjects.
  public int register(String subject, String schema, List<Reference> references) {
    ArrayNode list = RegistryHttp.MAPPER.createArrayNode();
    for (Reference reference : references) {
      list.addObject()
          .put("name", reference.name())
          .put("subject", reference.subject())
          .put("version", reference.version());
    }
    ObjectNode body = schemaBody(schema);
    if (!list.isEmpty()) {
      body.set("references", list);
    }
    return number(http.call("POST", "/subjects/" + encoded(subject) + "/versions", body), "id");
  }

  /// The schema's id under the subject; empty when it is not registered there.
  public Optional<Integer> lookUp(String subject, Schema schema) {
    Optional<Integer> known = known(subject, schema);
    if (known.isPresent()) {
      return known;
    }
    Optional<Integer> mine = ownOnce.id(schema).or(() -> ownNow.get().id(schema));
    if (mine.isPresent()) {
      return Optional.of(remember(subject, schema, mine.get()));
    }
    try {
      JsonNode found =
          http.call("POST", "/subjects/" + encoded(subject), schemaBody(schema.toString()));
      return Optional.of(remember(subject, schema, number(found, "id")));
    } catch (RegistryException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  boolean knows(int id) {
    return schemas.containsKey(id);
  }

  /// The schema of an id, with the types it takes from other subjects.
  ///
  /// @throws WireException when there is none, or when it is not Avro
  public Schema byId(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    Unknown not = unknown.get(id);
    if (not != null && System.nanoTime() - not.until() < 0) {
      throw new WireException(not.message());
    }
    try {
      Optional<Schema> mine = ownNow.get().schema(id);
      Schema schema =
          mine.isPresent() ? mine.get() : parse(id, http.call("GET", "/schemas/ids/" + id, null));
      schemas.put(id, schema);
      unknown.remove(id);
      return schema;
    } catch (RegistryException e) {
      if (e.status() != 404) {
        throw new RegistryUnavailableException(
            "the schema registry does not let us read schema " + id, e);
      }
      throw remembered(id, unknownId(id));
    } catch (WireException e) {
      throw remembered(id, e);
    }
  }

  /// What the registry has under an id at this moment; empty when that is nothing. Something that
  /// is no Avro schema is the schema of null.
  Optional<Schema> schemaNow(int id) {
    try {
      return Optional.of(parse(id, http.call("GET", "/schemas/ids/" + id, null)));
    } catch (RegistryException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    } catch (WireException _) {
      return Optional.of(Schema.create(Schema.Type.NULL));
    }
  }

  private WireException remembered(int id, WireException why) {
    if (unknown.size() >= UNKNOWN_MAX) {
      unknown.clear();
    }
    unknown.put(
        id,
        new Unknown(System.nanoTime() + UNKNOWN_KEPT.toNanos(), String.valueOf(why.getMessage())));
    return why;
  }

  public List<String> subjects() {
    List<String> subjects = new ArrayList<>();
    http.call("GET", "/subjects", null).forEach(subject -> subjects.add(subject.asText()));
    return subjects;
  }

  /// The newest version of a subject; empty when there is no such subject.
  public Optional<Version> latest(String subject) {
    try {
      JsonNode found = version(subject, "latest");
      return Optional.of(
          new Version(
              subject,
              number(found, "version"),
              number(found, "id"),
              found.path("schema").asText()));
    } catch (RegistryException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Every version of a subject, oldest first.
  List<Version> versions(String subject) {
    List<Version> versions = new ArrayList<>();
    for (int number : versionNumbers(subject)) {
      JsonNode found = version(subject, Integer.toString(number));
      versions.add(
          new Version(subject, number, number(found, "id"), found.path("schema").asText()));
    }
    return versions;
  }

  /// The numbers of a subject's versions; none when there is no such subject.
  List<Integer> versionNumbers(String subject) {
    List<Integer> numbers = new ArrayList<>();
    try {
      http.call("GET", "/subjects/" + encoded(subject) + "/versions", null)
          .forEach(number -> numbers.add(number.asInt()));
    } catch (RegistryException e) {
      if (e.status() != 404) {
        throw e;
      }
    }
    return numbers;
  }

  /// Puts a version under its own id and number, in a subject of the mode IMPORT.
  ///
  /// @return the id that it has now, which is another one where the registry does not import ids
  int put(Version version) {
    ObjectNode body =
        schemaBody(version.schema()).put("version", version.version()).put("id", version.id());
    return number(
        http.call("POST", "/subjects/" + encoded(version.subject()) + "/versions", body), "id");
  }

  /// Takes a whole subject away for good; only for one that was made a moment ago.
  void delete(String subject) {
    http.call("DELETE", "/subjects/" + encoded(subject), null);
    http.call("DELETE", "/subjects/" + encoded(subject) + "?permanent=true", null);
  }

  /// @param mode of Confluent's: IMPORT, READWRITE
  void setMode(String subject, String mode) {
    ObjectNode body = RegistryHttp.MAPPER.createObjectNode().put("mode", mode);
    http.call("PUT", "/mode/" + encoded(subject) + "?force=true", body);
  }

  /// Whether the schema could be registered as the subject's next version.
  public boolean compatible(String subject, Schema schema) {
    return http.call(
            "POST",
            "/compatibility/subjects/" + encoded(subject) + "/versions/latest",
            schemaBody(schema.toString()))
        .path("is_compatible")
        .asBoolean();
  }

  /// @param level for example `FULL_TRANSITIVE`
  public void setCompatibility(String subject, String level) {
    ObjectNode body = RegistryHttp.MAPPER.createObjectNode().put("compatibility", level);
    http.call("PUT", "/config/" + encoded(subject), body);
  }

  /// The level set for the subject itself; empty when it follows the registry's.
  public Optional<String> compatibility(String subject) {
    try {
      JsonNode config = http.call("GET", "/config/" + encoded(subject), null);
      return Optional.of(config.path("compatibilityLevel").asText());
    } catch (RegistryException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Integer> known(String subject, Schema schema) {
    return Optional.ofNullable(ids.getOrDefault(subject, Map.of()).get(schema));
  }

  private int remember(String subject, Schema schema, int id) {
    ids.computeIfAbsent(subject, _ -> new ConcurrentHashMap<>()).put(schema, id);
    schemas.putIfAbsent(id, schema);
    return id;
  }

  private Schema parse(int id, JsonNode found) {
    String type = found.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new WireException("expected schema " + id + " to be Avro, but it is " + type);
    }
    Schema.Parser parser = new Schema.Parser();
    try {
      addReferences(parser, found, new HashSet<>());
      return parser.parse(found.path("schema").asText());
    } catch (AvroRuntimeException | StackOverflowError e) {
      throw new WireException(
          "expected schema " + id + " to be a readable Avro schema, but " + e.getMessage(), e);
    }
  }

  /// What is referred to must be known to the parser before what refers to it.
  private void addReferences(Schema.Parser parser, JsonNode found, Set<String> seen) {
    for (JsonNode reference : found.path("references")) {
      String subject = reference.path("subject").asText();
      String version = reference.path("version").asText();
      if (seen.add(subject + "/" + version)) {
        if (seen.size() > REFERENCES_MAX) {
          throw new WireException(
              "expected at most " + REFERENCES_MAX + " references, but there are more");
        }
        JsonNode referred = version(subject, version);
        addReferences(parser, referred, seen);
        parser.parse(referred.path("schema").asText());
      }
    }
  }

  private JsonNode version(String subject, String version) {
    return http.call("GET", "/subjects/" + encoded(subject) + "/versions/" + version, null);
  }

  private static ObjectNode schemaBody(String schema) {
    return RegistryHttp.MAPPER.createObjectNode().put("schema", schema);
  }

  private static int number(JsonNode answer, String field) {
    JsonNode number = answer.path(field);
    if (!number.canConvertToInt()) {
      throw new RegistryException(
          "expected the schema registry to answer with '" + field + "', but got " + answer, 200, 0);
    }
    return number.intValue();
  }

  private static WireException unknownId(int id) {
    return new WireException(
        "expected a schema that the registry knows, but it has none with id " + id);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
