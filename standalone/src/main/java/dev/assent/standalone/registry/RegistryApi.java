package dev.assent.standalone.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The REST API of Confluent's schema registry: which path does what, and how the answers look.
final class RegistryApi {
  private final SchemaRegistry registry;

  RegistryApi(SchemaRegistry registry) {
    this.registry = registry;
  }

  Routes routes() {
    Routes routes = new Routes();
    routes.on("GET", "/", _ -> Map.of());
    subjects(routes);
    schemas(routes);
    levels(routes);
    return routes;
  }

  private void subjects(Routes routes) {
    String versions = "/subjects/{subject}/versions";
    String version = versions + "/{version}";
    routes
        .on("GET", "/subjects", this::listSubjects)
        .on("POST", "/subjects/{subject}", this::lookUp)
        .on("DELETE", "/subjects/{subject}", this::deleteSubject)
        .on("GET", versions, this::listVersions)
        .on("POST", versions, this::register)
        .on("GET", version, call -> full(version(call)))
        .on("DELETE", version, this::deleteVersion)
        .on("GET", version + "/schema", call -> new Text(version(call).schema()))
        .on("GET", version + "/referencedby", this::referencedBy);
  }

  private void schemas(Routes routes) {
    routes
        .on("GET", "/schemas/types", _ -> List.of("AVRO"))
        .on("GET", "/schemas/ids/{id}", this::schemaById)
        .on("GET", "/schemas/ids/{id}/schema", call -> new Text(byId(call).getFirst().schema()))
        .on("GET", "/schemas/ids/{id}/subjects", this::subjectsOfId)
        .on("GET", "/schemas/ids/{id}/versions", this::versionsOfId);
  }

  private void levels(Routes routes) {
    String check = "/compatibility/subjects/{subject}/versions";
    routes
        .on("GET", "/config", _ -> level(registry.commonLevel()))
        .on("PUT", "/config", call -> setLevel(call, Optional.empty()))
        .on("DELETE", "/config", _ -> level(registry.clearLevel(Optional.empty())))
        .on("GET", "/config/{subject}", this::levelOfSubject)
        .on("PUT", "/config/{subject}", call -> setLevel(call, Optional.of(call.subject())))
        .on(
            "DELETE",
            "/config/{subject}",
            call -> level(registry.clearLevel(Optional.of(call.subject()))))
        .on("POST", check, call -> check(call, Optional.empty()))
        .on("POST", check + "/{version}", call -> check(call, Optional.of(call.version())));
  }

  /// An answer that is itself JSON text.
  record Text(String json) {}

  private Object listSubjects(Call call) {
    String prefix = call.query().getOrDefault("subjectPrefix", "");
    return registry.subjects(call.flag("deleted")).stream()
        .filter(subject -> subject.startsWith(prefix))
        .toList();
  }

  private Object lookUp(Call call) {
    return full(
        registry.lookUp(call.subject(), call.schema(), call.references(), call.flag("deleted")));
  }

  private Object deleteSubject(Call call) {
    return registry.deleteSubject(call.subject(), call.flag("permanent"));
  }

  private Object listVersions(Call call) {
    return registry.known(call.subject(), call.flag("deleted")).stream()
        .map(StoredSchema::version)
        .toList();
  }

  private Object register(Call call) {
    StoredSchema stored = registry.register(call.subject(), call.schema(), call.references());
    return Map.of("id", stored.id());
  }

  private StoredSchema version(Call call) {
    return registry.version(call.subject(), call.version(), call.flag("deleted"));
  }

  private Object deleteVersion(Call call) {
    return registry.deleteVersion(call.subject(), call.version(), call.flag("permanent"));
  }

  private Object referencedBy(Call call) {
    return registry.referencesTo(call.subject(), call.version()).stream()
        .map(StoredSchema::id)
        .distinct()
        .toList();
  }

  private List<StoredSchema> byId(Call call) {
    return registry.byId(call.id());
  }

  private Object schemaById(Call call) {
    StoredSchema stored = byId(call).getFirst();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("schema", stored.schema());
    if (!stored.references().isEmpty()) {
      answer.put("references", stored.references());
    }
    return answer;
  }

  private Object subjectsOfId(Call call) {
    return byId(call).stream().filter(listed(call)).map(StoredSchema::subject).distinct().toList();
  }

  private Object versionsOfId(Call call) {
    return byId(call).stream()
        .filter(listed(call))
        .map(stored -> Map.of("subject", stored.subject(), "version", stored.version()))
        .toList();
  }

  private static Predicate<StoredSchema> listed(Call call) {
    return stored -> call.flag("deleted") || !stored.deleted();
  }

  private static Object full(StoredSchema stored) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("subject", stored.subject());
    answer.put("version", stored.version());
    answer.put("id", stored.id());
    if (!stored.references().isEmpty()) {
      answer.put("references", stored.references());
    }
    answer.put("schema", stored.schema());
    return answer;
  }

  private Object levelOfSubject(Call call) {
    return level(registry.level(call.subject(), call.flag("defaultToGlobal")));
  }

  private static Object level(Compatibility level) {
    return Map.of("compatibilityLevel", level.name());
  }

  private Object setLevel(Call call, Optional<String> subject) {
    Compatibility level = call.level();
    registry.setLevel(subject, level);
    return Map.of("compatibility", level.name());
  }

  private Object check(Call call, Optional<String> version) {
    List<String> objections =
        registry.objections(call.subject(), version, call.schema(), call.references());
    return call.flag("verbose")
        ? Map.of("is_compatible", objections.isEmpty(), "messages", objections)
        : Map.of("is_compatible", objections.isEmpty());
  }
}
