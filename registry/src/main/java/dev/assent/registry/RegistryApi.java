package dev.assent.registry;

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
    refusals(routes);
    return routes;
  }

  private void subjects(Routes routes) {
    String versions = "/subjects/{subject}/versions";
    String version = versions + "/{version}";
    routes
        .on("GET", "/subjects", this::listSubjects)
        .on("POST", "/subjects/{subject}", this::lookUp)
        .on("GET", versions, this::listVersions)
        .on("POST", versions, this::register)
        .on("GET", version, call -> full(version(call)))
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
        .on("GET", "/config/{subject}", this::levelOfSubject)
        .on("POST", check, call -> check(call, Optional.empty()))
        .on("POST", check + "/{version}", call -> check(call, Optional.of(call.version())));
  }

  /// Clients everywhere hold ids that they have from here, and nobody has to prove who they are: so
  /// what is here stays. A registry with users and rights of its own may be used instead.
  private static void refusals(Routes routes) {
    String subject = "/subjects/{subject}";
    for (String path :
        List.of(subject, subject + "/versions/{version}", "/config", "/config/{subject}")) {
      routes.on("DELETE", path, RegistryApi::refuse);
    }
    for (String path : List.of("/config", "/config/{subject}", "/mode", "/mode/{subject}")) {
      routes.on("PUT", path, RegistryApi::refuse);
    }
  }

  private static Object refuse(Call call) {
    throw RegistryRefusedException.nothingIsTakenBack();
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

  private Object check(Call call, Optional<String> version) {
    List<String> objections =
        registry.objections(call.subject(), version, call.schema(), call.references());
    return call.flag("verbose")
        ? Map.of("is_compatible", objections.isEmpty(), "messages", objections)
        : Map.of("is_compatible", objections.isEmpty());
  }
}
