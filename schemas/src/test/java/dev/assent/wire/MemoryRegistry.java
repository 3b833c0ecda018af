package dev.assent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assent.wire.registry.RegistryContract;
import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.SchemaRegistryClient;
import dev.assent.wire.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/// A schema registry in memory for tests: the part of Confluent's REST API that Assent uses, over
/// HTTP on a free port of the loopback. It keeps [RegistryContract] like any other.
public final class MemoryRegistry implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final TreeMap<Integer, Stored> schemas = new TreeMap<>();
  private final Map<String, List<Integer>> subjects = new TreeMap<>();
  private final Map<String, String> levels = new TreeMap<>();
  private final Map<String, String> modes = new TreeMap<>();

  private boolean ownIds;

  private record Stored(String schema, JsonNode references) {}

  private MemoryRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public static MemoryRegistry start() {
    try {
      return new MemoryRegistry();
    } catch (IOException e) {
      throw new IllegalStateException("cannot listen on the loopback", e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public SchemaRegistryClient client() {
    return new SchemaRegistryClient(url(), Optional.empty());
  }

  /// The topics' codecs on this registry.
  public AvroWire wire() {
    return new AvroWire(client(), new Topics(""));
  }

  /// How many requests have come.
  public int requests() {
    return requests.get();
  }

  /// Answers 503 to the next `count` requests.
  public void failNext(int count) {
    failures.set(count);
  }

  /// From now on it gives ids of its own whatever is asked for, as Apicurio Registry does.
  public synchronized void giveOwnIds() {
    ownIds = true;
  }

  /// Loses everything it had.
  public synchronized void empty() {
    schemas.clear();
    subjects.clear();
    levels.clear();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    private Refusal(int code, String message) {
      super(message);
      this.code = code;
    }

    private int status() {
      return code > 999 ? code / 100 : code;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    int status = 200;
    JsonNode answer;
    try (exchange) {
      try {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new Refusal(503, "told to fail");
        }
        JsonNode body = MAPPER.readTree(exchange.getRequestBody());
        synchronized (this) {
          answer = route(exchange.getRequestMethod(), path(exchange), body);
        }
      } catch (Refusal e) {
        status = e.status();
        answer = MAPPER.createObjectNode().put("error_code", e.code).put("message", e.getMessage());
      }
      byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String[] path(HttpExchange exchange) {
    String[] segments = exchange.getRequestURI().getRawPath().substring(1).split("/");
    for (int i = 0; i < segments.length; i++) {
      segments[i] = URLDecoder.decode(segments[i], StandardCharsets.UTF_8);
    }
    return segments;
  }

  private JsonNode route(String method, String[] path, JsonNode body) throws Refusal {
    String what = method + " " + path[0] + "/" + path.length;
    return switch (what) {
      case "GET subjects/1" -> MAPPER.valueToTree(subjects.keySet());
      case "POST subjects/2" -> lookUp(path[1], body);
      case "DELETE subjects/2" -> {
        subjects.remove(path[1]);
        yield MAPPER.createArrayNode();
      }
      case "GET subjects/3" -> versions(path[1]);
      case "POST subjects/3" -> register(path[1], body);
      case "GET subjects/4" -> version(path[1], path[3]);
      case "GET schemas/3" -> byId(path[2]);
      case "PUT config/2" -> {
        levels.put(path[1], body.path("compatibility").asText());
        yield body;
      }
      case "PUT mode/2" -> {
        modes.put(path[1], body.path("mode").asText());
        yield body;
      }
      case "GET config/2" -> level(path[1]);
      case "POST compatibility/5" -> {
        boolean compatible = incompatibility(path[2], parsed(body)).isEmpty();
        yield MAPPER.createObjectNode().put("is_compatible", compatible);
      }
      default -> throw new Refusal(404, "no such path");
    };
  }

  private JsonNode register(String subject, JsonNode body) throws Refusal {
    Schema schema = parsed(body);
    List<Integer> versions = subjects.getOrDefault(subject, List.of());
    Stored stored = new Stored(schema.toString(), references(body));
    OptionalInt same = id(stored);
    if (body.has("id") && !ownIds) {
      imported(subject, body.path("id").asInt(), stored);
      same = id(stored);
    } else if (same.isEmpty() || !versions.contains(same.getAsInt())) {
      Optional<String> problem = incompatibility(subject, schema);
      if (problem.isPresent()) {
        throw new Refusal(409, problem.get());
      }
    }
    int known = same.orElseGet(() -> schemas.isEmpty() ? 1 : schemas.lastKey() + 1);
    schemas.put(known, stored);
    List<Integer> kept = subjects.computeIfAbsent(subject, _ -> new ArrayList<>());
    if (!kept.contains(known)) {
      kept.add(known);
    }
    return MAPPER.createObjectNode().put("id", known);
  }

  private void imported(String subject, int id, Stored stored) throws Refusal {
    if (!"IMPORT".equals(modes.get(subject))) {
      throw new Refusal(42205, "Subject is not in import mode");
    }
    if (!schemas.getOrDefault(id, stored).equals(stored)) {
      throw new Refusal(42207, "Overwrite new schema with id " + id + " is not permitted");
    }
    schemas.put(id, stored);
  }

  private OptionalInt id(Stored stored) {
    return schemas.entrySet().stream()
        .filter(entry -> entry.getValue().equals(stored))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  private JsonNode lookUp(String subject, JsonNode body) throws Refusal {
    List<Integer> versions = existing(subject);
    int known = id(new Stored(parsed(body).toString(), references(body))).orElse(0);
    if (!versions.contains(known)) {
      throw new Refusal(RegistryException.NO_SCHEMA, "Schema not found");
    }
    return version(subject, Integer.toString(versions.indexOf(known) + 1));
  }

  private JsonNode versions(String subject) throws Refusal {
    ArrayNode numbers = MAPPER.createArrayNode();
    for (int i = 1; i <= existing(subject).size(); i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private JsonNode version(String subject, String text) throws Refusal {
    List<Integer> versions = existing(subject);
    int version = text.equals("latest") ? versions.size() : Integer.parseInt(text);
    if (version < 1 || version > versions.size()) {
      throw new Refusal(RegistryException.NO_VERSION, "Version not found");
    }
    int id = versions.get(version - 1);
    return described(id).put("subject", subject).put("version", version).put("id", id);
  }

  private JsonNode byId(String id) throws Refusal {
    return described(Integer.parseInt(id));
  }

  private ObjectNode described(int id) throws Refusal {
    Stored stored = schemas.get(id);
    if (stored == null) {
      throw new Refusal(RegistryException.NO_SCHEMA, "Schema not found");
    }
    ObjectNode described = MAPPER.createObjectNode().put("schema", stored.schema());
    if (!stored.references().isEmpty()) {
      described.set("references", stored.references());
    }
    return described;
  }

  private JsonNode level(String subject) throws Refusal {
    String level = levels.get(subject);
    if (level == null) {
      throw new Refusal(40408, "Subject does not have a level of its own");
    }
    return MAPPER.createObjectNode().put("compatibilityLevel", level);
  }

  private List<Integer> existing(String subject) throws Refusal {
    List<Integer> versions = subjects.get(subject);
    if (versions == null) {
      throw new Refusal(RegistryException.NO_SUBJECT, "Subject not found");
    }
    return versions;
  }

  private static JsonNode references(JsonNode body) {
    JsonNode references = body.path("references");
    return references.isMissingNode() ? MAPPER.createArrayNode() : references;
  }

  private Schema parsed(JsonNode body) throws Refusal {
    Schema.Parser parser = new Schema.Parser();
    try {
      for (JsonNode reference : references(body)) {
        JsonNode version =
            version(reference.path("subject").asText(), reference.path("version").asText());
        parser.parse(version.path("schema").asText());
      }
      return parser.parse(body.path("schema").asText());
    } catch (AvroRuntimeException e) {
      throw new Refusal(42201, "Invalid schema: " + e.getMessage());
    }
  }

  /// Only the level that Assent uses is checked, FULL_TRANSITIVE.
  private Optional<String> incompatibility(String subject, Schema schema) throws Refusal {
    if (!"FULL_TRANSITIVE".equals(levels.get(subject))) {
      return Optional.empty();
    }
    for (int id : subjects.getOrDefault(subject, List.of())) {
      Schema other = parsed(described(id));
      for (Schema[] pair : new Schema[][] {{schema, other}, {other, schema}}) {
        var found = SchemaCompatibility.checkReaderWriterCompatibility(pair[0], pair[1]);
        if (found.getType() != SchemaCompatibilityType.COMPATIBLE) {
          return Optional.of(found.getDescription());
        }
      }
    }
    return Optional.empty();
  }
}
