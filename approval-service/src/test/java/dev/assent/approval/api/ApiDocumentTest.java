package dev.assent.approval.api;

import static dev.assent.approval.view.History.created;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.approval.view.History;
import dev.assent.contract.Rejection;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.platform.http.Problem;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// docs/api.md names every call, every code of an error and every field of an answer, and none that
/// is not.
class ApiDocumentTest extends ApprovalApi {
  private static final Pattern CALL = Pattern.compile("`((?:GET|POST|PUT|PATCH|DELETE) /[^`]*)`");
  private static final Pattern ERROR =
      Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\d{3}) \\| .+\\|$");

  /// A code where a refusal is made: after its status, or the first text of these calls.
  private static final Pattern MADE =
      Pattern.compile(
          "(?:\\d{3},\\s*|(?:\\.invalid|\\bnotFound|UnauthenticatedException)\\(\\s*)\"([a-z_]+)\"");

  /// Refusals of what only agents, submitters or timers ask, and of public topics.
  private static final Set<Rejection.Code> NO_PERSONS =
      Set.of(
          Rejection.Code.UNAUTHENTICATED,
          Rejection.Code.STEP_OVER,
          Rejection.Code.NO_AGENT_STEP,
          Rejection.Code.WRONG_AGENT,
          Rejection.Code.STALE_GENERATION,
          Rejection.Code.STALE_TIMER);

  private static String page;

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(Path.of("..", "docs", "api.md"));
  }

  @Test
  void itsCallsAreThoseThatAreServed() {
    Set<String> served =
        server
            .getApplicationContext()
            .getBean(Router.class)
            .uriRoutes()
            .map(
                route ->
                    route.getHttpMethodName() + " " + route.getUriMatchTemplate().toPathString())
            .filter(call -> !call.startsWith("HEAD "))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found(CALL)).containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void everyRefusalOfADecisionHasItsRowWithItsStatus() {
    Map<String, Integer> documented = documented();
    for (Rejection.Code code : Rejection.Code.values()) {
      if (!NO_PERSONS.contains(code)) {
        assertThat(documented)
            .containsEntry(code.name().toLowerCase(Locale.ROOT), Problem.status(code));
      }
    }
  }

  @Test
  void everyCodeThatTheDoorMakesHasItsRow() throws IOException {
    Set<String> made = new TreeSet<>();
    for (String source : sources()) {
      MADE.matcher(source).results().forEach(code -> made.add(code.group(1)));
    }

    assertThat(made).hasSizeGreaterThan(20);
    assertThat(documented().keySet()).containsAll(made);
  }

  @Test
  void everyRowIsOfACodeThatIsThere() throws IOException {
    Set<String> unknown = new TreeSet<>(documented().keySet());
    for (Rejection.Code code : Rejection.Code.values()) {
      unknown.remove(code.name().toLowerCase(Locale.ROOT));
    }
    for (String source : sources()) {
      unknown.removeIf(code -> source.contains("\"" + code + "\""));
    }
    unknown.remove("method_not_allowed"); // the framework's word for it

    assertThat(unknown).isEmpty();
  }

  @Test
  void everyFieldOfAnAnswerIsShown() {
    Set<String> fields = new TreeSet<>();
    views.fold(created(intent).opened(ONCALL).reminded(1));
    collect(get("/v1/tasks?limit=200", "ada-key").json(), fields);
    collect(get("/v1/tasks/" + intent, "ada-key").json(), fields);
    collect(post(intent, body(), "ada-key").json(), fields);
    newIntent();
    views.fold(
        created(intent)
            .opened(ONCALL)
            .decided(History.person("ada", "sre_oncall"), "approved", Verdict.POSITIVE));
    collect(get("/v1/tasks/" + intent, "ada-key").json(), fields);
    collect(get("/v1/tasks", "").json(), fields);

    assertThat(fields)
        .hasSizeGreaterThan(50)
        .allSatisfy(field -> assertThat(page).containsPattern("[`\"]" + field + "[`\"]"));
  }

  /// All names but those that belong to who asked or answered.
  private static void collect(JsonNode node, Set<String> fields) {
    if (node.isArray()) {
      node.forEach(one -> collect(one, fields));
      return;
    }
    node.properties()
        .forEach(
            field -> {
              fields.add(field.getKey());
              if (!Set.of("payload", "results", "data", "outcomes", "verdicts")
                  .contains(field.getKey())) {
                collect(field.getValue(), fields);
              }
            });
  }

  private static Map<String, Integer> documented() {
    Map<String, Integer> codes = new TreeMap<>();
    ERROR
        .matcher(page)
        .results()
        .forEach(row -> codes.put(row.group(1), Integer.parseInt(row.group(2))));
    return codes;
  }

  private static Set<String> found(Pattern pattern) {
    return pattern
        .matcher(page)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What this door's answers are made of.
  private static Set<String> sources() throws IOException {
    Set<String> sources = new TreeSet<>();
    for (Path root :
        Set.of(
            Path.of("src/main/java"),
            Path.of("../service/src/main/java"),
            Path.of("../platform/src/main/java/dev/assent/platform/http"))) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(ApiDocumentTest::text)
            .forEach(sources::add);
      }
    }
    return sources;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
