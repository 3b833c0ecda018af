package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every request that was recorded from the real clients, against the gateway with a real broker
/// and the real lifecycle-processor behind it: the method, the path, the headers and the body are
/// theirs. Ids and keys, which the recording left out, are this gateway's; waits are shortened.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsReplayTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// What the clients call that the gateway does not serve: it says so in its error body.
  private static final List<Pattern> NOT_YET_SERVED =
      Stream.of(
              "POST /v1/auth/refresh",
              "POST /v1/auth/dashboard-token",
              "GET /v1/portal/enterprise/.*",
              "GET /v1/organizations/.*",
              "(GET|PUT|POST) /v1/agents/.*/(policy|policy/entries|receive-override)",
              "GET /v1/tool-registry/.*")
          .map(Pattern::compile)
          .toList();

  /// Which schema an answer has.
  private static final Map<Pattern, String> SCHEMAS =
      Map.ofEntries(
          schema("GET /v1/agents\\?.*", "agents.list"),
          schema("GET /v1/agents/local/default/[^/?]+", "agents.get"),
          schema("POST /v1/intents", "intents.create"),
          schema("GET /v1/intents/[^/]+", "intents.get"),
          schema("GET /v1/intents/[^/]+/events(\\?since=\\d+)?", "intents.events.list"),
          schema("POST /v1/intents/[^/]+/resolve", "intents.resolve"),
          schema("POST /v1/scenarios/apply", "scenarios.bundle"),
          schema("GET /v1/service-accounts\\?.*", "service_accounts.list"),
          schema("POST /v1/service-accounts", "service_accounts.create"),
          schema("POST /v1/service-accounts/[^/]+/keys", "service_accounts.keys.create"),
          schema("POST /v1/service-accounts/.*/revoke", "service_accounts.keys.revoke"));

  private static Map.Entry<Pattern, String> schema(String call, String name) {
    return Map.entry(Pattern.compile(call), name);
  }

  /// Headers that the test's own client sets, or may not set.
  private static final Set<String> NOT_SENT =
      Set.of("x-api-key", "authorization", "user-agent", "host", "content-length", "connection");

  private BrokerNode node;
  private TestGateway gateway;
  private String accountId = "";
  private String keyId = "";

  @BeforeAll
  void start(@TempDir Path processorState, @TempDir Path gatewayState) throws Exception {
    node = new BrokerNode(processorState);
    gateway = node.gateway(gatewayState);
  }

  @AfterAll
  void stop() {
    gateway.close();
    node.close();
  }

  /// A recorded request.
  private record Recorded(int line, JsonNode json) {
    String text(String field) {
      return json.get(field).asText();
    }

    String call() {
      return text("method") + " " + text("path");
    }

    /// Go's request the way AXME's .NET SDK, which nobody recorded, sends it: another media type,
    /// on GET too, and no word of who it is. It has no agent's stream that we know of.
    Stream<Recorded> asDotNet() {
      if (!text("client").startsWith("axme-sdk-go") || text("path").contains("/stream")) {
        return Stream.empty();
      }
      ObjectNode copy = json.deepCopy();
      copy.put("client", "dotnet");
      ObjectNode headers = copy.withObject("/headers");
      headers.remove("X-Axme-Client");
      headers.put("Accept", "application/json");
      headers.put("Content-Type", "application/json; charset=utf-8");
      return Stream.of(new Recorded(line, copy));
    }

    boolean isServed() {
      return NOT_YET_SERVED.stream().noneMatch(pattern -> pattern.matcher(call()).matches());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedRequest() throws IOException {
    List<Recorded> all = recorded();
    List<Recorded> dotNet = all.stream().flatMap(Recorded::asDotNet).toList();
    assertThat(dotNet).isNotEmpty();
    return Stream.concat(all.stream(), dotNet.stream())
        .map(
            request ->
                DynamicTest.dynamicTest(
                    request.line() + " " + request.text("client") + " " + request.call(),
                    () -> replay(request)));
  }

  private static List<Recorded> recorded() throws IOException {
    List<Recorded> all = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    RequestsReplayTest.class.getResourceAsStream("/axp/requests.jsonl")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.add(new Recorded(all.size() + 1, MAPPER.readTree(line)));
      }
    }
    return all;
  }

  private void replay(Recorded request) {
    String body = body(request);
    String path = path(request, body).replaceAll("wait_seconds=\\d+", "wait_seconds=1");
    Http.Answer answer = client(request, path, body).send(request.text("method"), path, body);
    if (request.isServed()) {
      check(request, path, answer);
    } else {
      assertThat(answer.status()).as(answer.text()).isIn(401, 404, 405, 501);
      assertThat(answer.json().at("/error/message").asText()).isNotBlank();
      assertThat(answer.json().get("detail").isTextual()).isTrue();
    }
  }

  private void check(Recorded request, String path, Http.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    if (path.contains("/stream")) {
      assertThat(answer.text()).contains("event: ").endsWith("\n\n");
      assertThat(answer.text()).isEqualTo(ascii(answer.text()));
      assertThat(answer.text().contains("\nid: ")).isEqualTo(answer.text().contains("\"actor\""));
      return;
    }
    String call = request.text("method") + " " + path;
    SCHEMAS.forEach(
        (pattern, schema) -> {
          if (pattern.matcher(call).matches()) {
            assertThat(Shapes.problems(schema, answer.json())).as(answer.text()).isEmpty();
          }
        });
    remember(answer.json());
  }

  private static String ascii(String text) {
    return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
  }

  private void remember(JsonNode answer) {
    accountId = answer.at("/service_account/service_account_id").asText(accountId);
    keyId = answer.at("/key/key_id").asText(keyId);
  }

  private String body(Recorded request) {
    String body = filled(request.text("body"));
    return request.text("path").equals("/v1/auth/sessions/revoke")
        ? body.replace("\"s1\"", "\"" + session() + "\"")
        : body;
  }

  private static String filled(String body) {
    return body.replace("<uuid>", UUID.randomUUID().toString());
  }

  /// The path with this gateway's ids: whatever a request needs to succeed is made first.
  private String path(Recorded request, String body) {
    String path = request.text("path");
    if (path.equals("/v1/agents/o/w/x")) {
      account("replayed");
      return "/v1/agents/local/default/replayed";
    }
    if (path.startsWith("/v1/service-accounts/") && request.text("method").equals("DELETE")) {
      return "/v1/service-accounts/" + account("deleted-" + request.line());
    }
    if (path.startsWith("/v1/service-accounts/")) {
      return path.replaceFirst("sa_1|sa_<id>", accountId).replaceFirst("sak_1", keyId);
    }
    if (path.contains("/v1/agents/") && path.contains("/intents/stream")) {
      submit(path.replaceAll("/v1/agents/(.*)/intents/stream.*", "$1"));
      return path;
    }
    if (!path.startsWith("/v1/intents/<uuid>")) {
      return path.replace("<uuid>", UUID.randomUUID().toString());
    }
    String owner = path.contains("owner_agent=") ? path.replaceAll(".*owner_agent=", "") : "worker";
    String id = body.contains("task_result") ? ask() : submit(owner);
    if (path.contains("/events")) {
      gateway.agent().post("/v1/intents/" + id + "/resume", "{\"action\":\"complete\"}");
    }
    return path.replace("<uuid>", id);
  }

  private String account(String name) {
    Http.Answer answer =
        gateway.initiator().post("/v1/service-accounts", "{\"name\":\"" + name + "\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().at("/service_account/service_account_id").asText();
  }

  /// A session of the initiator, opened from a browser, for the CLI to end.
  private String session() {
    JsonNode grant = gateway.anonymous().send("POST", "/v1/auth/cli-grants", "").json();
    String id = grant.get("grant_id").asText();
    Http.Answer approved =
        gateway
            .anonymous()
            .post(
                "/login/cli",
                "grant=%s&code=%s&key=%s"
                    .formatted(
                        id,
                        grant.get("user_code").asText(),
                        gateway.initiator().headers().getOrDefault("x-api-key", "")));
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
    assertThat(gateway.anonymous().get("/v1/auth/cli-grants/" + id).status()).isEqualTo(200);
    return gateway
        .initiator()
        .get("/v1/auth/sessions")
        .json()
        .at("/sessions/0/session_id")
        .asText();
  }

  private String submit(String agent) {
    return created(
        """
        {"intent_type":"intent.replayed.v1","to_agent":"%s","payload":{"q":"\\u2028ü"}}\
        """
            .formatted(agent));
  }

  private String ask() {
    return created(
        """
        {"intent_type":"intent.replayed.v1","to_agent":"human","human_task":{"title":"?",
         "task_type":"provide_data","allowed_outcomes":["approved","provided","rejected"]}}\
        """);
  }

  private String created(String body) {
    Http.Answer answer = gateway.initiator().post("/v1/intents", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("intent_id").asText();
  }

  /// With the headers of the recording, and a key of the kind that its sender had: as API key or as
  /// bearer, as it was.
  private Http client(Recorded request, String path, String body) {
    Http client =
        body.contains("task_result")
            ? gateway.approver()
            : path.contains("/resume") || path.contains("/intents/stream")
                ? gateway.agent()
                : path.equals("/v1/scenarios/apply") ? firstComer(request) : gateway.initiator();
    Http sent = client;
    for (Map.Entry<String, JsonNode> header : request.json().get("headers").properties()) {
      if (!NOT_SENT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        sent = sent.with(header.getKey(), filled(header.getValue().asText()));
      }
      if (header.getKey().equals("Authorization")) {
        sent =
            sent.with("Authorization", "Bearer " + client.headers().getOrDefault("x-api-key", ""));
      }
    }
    return sent;
  }

  /// The recordings are of servers of their own, and their scenarios are of one type.
  private Http firstComer(Recorded request) {
    return gateway.key(
        new Workspace("replay", "line-" + request.line()),
        Principal.Kind.SERVICE,
        "initiator",
        Scope.INITIATOR,
        Set.of());
  }
}
