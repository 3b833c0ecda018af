package dev.assent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.assent.standalone.broker.BrokerOptions;
import dev.assent.standalone.broker.EmbeddedBroker;
import dev.assent.standalone.broker.Loopback;
import dev.assent.wire.connection.KafkaLogin;
import dev.assent.wire.format.Schemas;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ONE =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";
  private static final String WITH_DEFAULT =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
          + "{\"name\":\"b\",\"type\":\"int\",\"default\":0}]}";
  private static final String WITHOUT_DEFAULT =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
          + "{\"name\":\"c\",\"type\":\"int\"}]}";

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static RegistryServer server;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    broker = EmbeddedBroker.start(BrokerOptions.onFreePort(folder, KafkaLogin.fresh()));
    server = RegistryServer.bind(0);
    server.serve(broker.client());
  }

  @AfterAll
  static void stop() {
    server.close();
    broker.close();
  }

  @Test
  void theSameSchemaKeepsItsIdInEverySubjectAndLayout() throws Exception {
    int id = register("same-a", ONE).json().path("id").asInt();

    assertThat(id).isPositive();
    assertThat(register("same-a", ONE).json().path("id").asInt()).isEqualTo(id);
    assertThat(register("same-b", ONE.replace(",", " ,\n ")).json().path("id").asInt())
        .isEqualTo(id);
    assertThat(get("/subjects/same-a/versions").text()).isEqualTo("[1]");
    assertThat(get("/schemas/ids/" + id).json().path("schema").asText()).isEqualTo(ONE);
    assertThat(get("/schemas/ids/" + id + "/schema").text()).isEqualTo(ONE);
    assertThat(get("/schemas/ids/" + id + "/versions").json()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aSubjectIsReadByVersionAndByItsLatest() throws Exception {
    register("read/slash", ONE);
    int second = register("read/slash", WITH_DEFAULT).json().path("id").asInt();

    JsonNode latest = get("/subjects/read%2Fslash/versions/latest").json();
    assertThat(latest.path("subject").asText()).isEqualTo("read/slash");
    assertThat(latest.path("version").asInt()).isEqualTo(2);
    assertThat(latest.path("id").asInt()).isEqualTo(second);
    assertThat(get("/subjects/read%2Fslash/versions/-1").json()).isEqualTo(latest);
    assertThat(get("/subjects/read%2Fslash/versions/1/schema").text()).isEqualTo(ONE);
    assertThat(lookUp("read/slash", ONE).json().path("version").asInt()).isEqualTo(1);
    assertThat(get("/subjects").json().toString()).contains("read/slash");
    assertThat(get("/subjects").contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
  }

  @Test
  void anIncompatibleSchemaIsRefusedUnlessTheLevelAllowsIt() throws Exception {
    register("levels", ONE);

    assertThat(get("/config").json().path("compatibilityLevel").asText()).isEqualTo("BACKWARD");
    assertThat(get("/config/levels").errorCode()).isEqualTo(40408);
    Answer refused = register("levels", WITHOUT_DEFAULT);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.errorCode()).isEqualTo(409);
    assertThat(check("levels", WITHOUT_DEFAULT).json().path("is_compatible").asBoolean()).isFalse();
    assertThat(check("levels", WITHOUT_DEFAULT).json().path("messages")).isNotEmpty();
  }

  @Test
  void whatIsUnknownOrWrongHasConfluentsErrorCodes() throws Exception {
    register("known", ONE);

    assertThat(get("/subjects/nobody/versions/1").errorCode()).isEqualTo(40401);
    assertThat(get("/subjects/known/versions/9").errorCode()).isEqualTo(40402);
    assertThat(get("/subjects/known/versions/zero").errorCode()).isEqualTo(42202);
    assertThat(lookUp("nobody", ONE).errorCode()).isEqualTo(40401);
    assertThat(lookUp("known", WITH_DEFAULT).errorCode()).isEqualTo(40403);
    assertThat(get("/schemas/ids/999999").errorCode()).isEqualTo(40403);
    assertThat(register("known", "{\"type\":\"recor\"}").errorCode()).isEqualTo(42201);
    assertThat(post("/subjects/known/versions", "{}").errorCode()).isEqualTo(42201);
    assertThat(post("/subjects/known/versions", "{not json").status()).isEqualTo(400);
    assertThat(post("/subjects/known/versions", " ".repeat(1024 * 1024 + 1)).status())
        .isEqualTo(413);
    assertThat(get("/nothing/here").status()).isEqualTo(404);
    assertThat(put("/subjects", "{}").status()).isEqualTo(405);
    assertThat(get("/config/known").errorCode()).isEqualTo(40408);
  }

  @Test
  void aSchemaMayTakeTypesFromOtherSubjects() throws Exception {
    register("part", "{\"type\":\"enum\",\"name\":\"a.Part\",\"symbols\":[\"X\"]}");
    String whole =
        "{\"type\":\"record\",\"name\":\"a.Whole\",\"fields\":"
            + "[{\"name\":\"p\",\"type\":\"a.Part\"}]}";
    assertThat(register("whole", whole).errorCode()).isEqualTo(42201);

    List<Map<String, Object>> references =
        List.of(Map.of("name", "a.Part", "subject", "part", "version", 1));
    String body = JSON.writeValueAsString(Map.of("schema", whole, "references", references));
    int id = post("/subjects/whole/versions", body).json().path("id").asInt();

    JsonNode stored = get("/schemas/ids/" + id).json();
    assertThat(stored.path("references").path(0).path("subject").asText()).isEqualTo("part");
    assertThat(stored.path("schema").asText()).doesNotContain("symbols");
    assertThat(get("/subjects/part/versions/1/referencedby").text()).isEqualTo("[" + id + "]");
  }

  @Test
  void nothingIsTakenBack() throws Exception {
    int id = register("stays", ONE).json().path("id").asInt();

    for (String path :
        List.of("/subjects/stays", "/subjects/stays/versions/1", "/config", "/config/stays")) {
      assertThat(delete(path).errorCode()).as(path).isEqualTo(40301);
      assertThat(delete(path + "?permanent=true").errorCode()).as(path).isEqualTo(40301);
    }
    for (String path : List.of("/config", "/config/stays", "/mode", "/mode/stays")) {
      assertThat(put(path, "{\"compatibility\":\"NONE\",\"mode\":\"IMPORT\"}").errorCode())
          .as(path)
          .isEqualTo(40301);
    }
    assertThat(get("/schemas/ids/" + id).status()).isEqualTo(200);
    assertThat(get("/config").text()).contains("BACKWARD");
  }

  @Test
  void underOurSubjectsOnlyOurRecordWithAllItsFieldsIsTaken() throws Exception {
    String subject = "assent.submissions-dev.assent.wire.avro.Submit";
    Schema ours = Schemas.published(Schemas.named("Submit"));
    assertThat(register(subject, ours.toString()).status()).isEqualTo(200);

    // What a client with automatic registration sends that knows some fields only.
    JsonNode small = JSON.readTree(ours.toString());
    ((ArrayNode) small.get("fields"))
        .removeIf(field -> field.path("name").asText().equals("humanTask"));
    Answer smaller = register(subject, small.toString());
    assertThat(smaller.status()).isEqualTo(409);
    assertThat(smaller.text()).contains("Submit.humanTask", "left out");
    assertThat(check(subject, small.toString()).json().path("is_compatible").asBoolean()).isFalse();

    String millis = ours.toString().replace("timestamp-micros", "timestamp-millis");
    assertThat(register(subject, millis).text()).contains("deadlineAt", "timestamp-millis");
    String other = ours.toString().replace("\"name\":\"Submit\"", "\"name\":\"Order\"");
    assertThat(register(subject, other).status()).isEqualTo(409);

    JsonNode grown = JSON.readTree(ours.toString());
    ((ArrayNode) grown.get("fields"))
        .add(JSON.readTree("{\"name\":\"later\",\"type\":\"string\",\"default\":\"\"}"));
    assertThat(register(subject, grown.toString()).status()).isEqualTo(200);
    assertThat(get("/config/" + subject).text()).contains("FULL_TRANSITIVE");

    // Nor can somebody who comes first take the subject; and what was added stops nobody.
    String fresh = "elsewhere." + subject;
    assertThat(register(fresh, small.toString()).status()).isEqualTo(409);
    assertThat(register(fresh, ours.toString()).status()).isEqualTo(200);
    assertThat(register(subject, ours.toString()).status()).isEqualTo(200);
    assertThat(get("/subjects/" + subject + "/versions").text()).isEqualTo("[1,2]");
  }

  @Test
  void aPageInABrowserIsNotAnswered() throws Exception {
    assertThat(raw("GET /subjects HTTP/1.1\r\nHost: evil.example\r\n")).startsWith("HTTP/1.1 403");
    assertThat(raw("GET /subjects HTTP/1.1\r\nHost: evil.example:" + server.port() + "\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("GET /subjects HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil.example\r\n"))
        .startsWith("HTTP/1.1 403");
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      assertThat(
              raw(
                  "POST /subjects/x/versions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                      + "Content-Type: "
                      + type
                      + "\r\n"))
          .startsWith("HTTP/1.1 415");
    }
    assertThat(raw("GET /subjects HTTP/1.1\r\nHost: LOCALHOST:" + server.port() + "\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void requestsThatAreSentInPiecesHoldUpNobody_andEnd() throws Exception {
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket half = new Socket(Loopback.HOST, server.port());
        halves.add(half);
        half.getOutputStream()
            .write(
                ("POST /subjects/half HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n"
                        + "Content-Type: application/json\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(get("/subjects").status()).isEqualTo(200);
      Socket first = halves.getFirst();
      first.setSoTimeout(60_000);
      assertThat(first.getInputStream().readAllBytes()).as("it is closed").isNotNull();
    } finally {
      for (Socket half : halves) {
        half.close();
      }
    }
  }

  /// Sent as it is: Java's own client chooses the host itself.
  private static String raw(String head) throws IOException {
    try (Socket socket = new Socket(Loopback.HOST, server.port())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void everythingIsOnTheTopicAndReadFromItAtTheNextStart() throws Exception {
    int id = register("kept", ONE).json().path("id").asInt();
    int second = register("kept", WITH_DEFAULT).json().path("id").asInt();

    try (RegistryServer again = RegistryServer.bind(0)) {
      again.serve(broker.client());
      assertThat(send(again, "GET", "/subjects/kept/versions", "").text()).isEqualTo("[1,2]");
      assertThat(send(again, "GET", "/schemas/ids/" + id, "").status()).isEqualTo(200);
      assertThat(send(again, "GET", "/subjects/kept/versions/2", "").json().path("id").asInt())
          .isEqualTo(second);
    }
  }

  private record Answer(int status, String contentType, String text) {
    JsonNode json() throws IOException {
      return JSON.readTree(text);
    }

    int errorCode() throws IOException {
      return json().path("error_code").asInt();
    }
  }

  private Answer register(String subject, String schema) throws Exception {
    return post("/subjects/" + encoded(subject) + "/versions", body(schema));
  }

  private Answer lookUp(String subject, String schema) throws Exception {
    return post("/subjects/" + encoded(subject), body(schema));
  }

  private Answer check(String subject, String schema) throws Exception {
    return post(
        "/compatibility/subjects/" + subject + "/versions/latest?verbose=true", body(schema));
  }

  private static String encoded(String subject) {
    return subject.replace("/", "%2F");
  }

  private static String body(String schema) throws IOException {
    return JSON.writeValueAsString(Map.of("schema", schema));
  }

  private Answer get(String path) throws Exception {
    return send(server, "GET", path, "");
  }

  private Answer delete(String path) throws Exception {
    return send(server, "DELETE", path, "");
  }

  private Answer post(String path, String body) throws Exception {
    return send(server, "POST", path, body);
  }

  private Answer put(String path, String body) throws Exception {
    return send(server, "PUT", path, body);
  }

  private Answer send(RegistryServer to, String method, String path, String body) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(to.url() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }
}
