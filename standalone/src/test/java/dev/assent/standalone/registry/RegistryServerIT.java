package dev.assent.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.standalone.broker.BrokerOptions;
import dev.assent.standalone.broker.EmbeddedBroker;
import dev.assent.wire.KafkaLogin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
  static void start() {
    broker = EmbeddedBroker.start(BrokerOptions.onFreePort(folder, KafkaLogin.fresh()));
    server = RegistryServer.bind(0);
    server.serve(broker);
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

    put("/config/levels", "{\"compatibility\":\"NONE\"}");
    assertThat(get("/config/levels").json().path("compatibilityLevel").asText()).isEqualTo("NONE");
    assertThat(check("levels", WITHOUT_DEFAULT).json().path("is_compatible").asBoolean()).isTrue();
    assertThat(register("levels", WITHOUT_DEFAULT).status()).isEqualTo(200);
    assertThat(put("/config/levels", "{\"compatibility\":\"SOMETIMES\"}").errorCode())
        .isEqualTo(42203);
    delete("/config/levels");
    assertThat(
            get("/config/levels?defaultToGlobal=true").json().path("compatibilityLevel").asText())
        .isEqualTo("BACKWARD");
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
    assertThat(delete("/subjects/part").errorCode()).isEqualTo(42206);
  }

  @Test
  void aDeletedVersionIsHiddenFirstAndGoneOnlyWhenAskedTwice() throws Exception {
    int id = register("doomed", ONE).json().path("id").asInt();

    assertThat(delete("/subjects/doomed?permanent=true").errorCode()).isEqualTo(40405);
    assertThat(delete("/subjects/doomed").text()).isEqualTo("[1]");
    assertThat(get("/subjects/doomed/versions").errorCode()).isEqualTo(40401);
    assertThat(get("/subjects/doomed/versions?deleted=true").text()).isEqualTo("[1]");
    assertThat(get("/schemas/ids/" + id).status()).isEqualTo(200);
    assertThat(delete("/subjects/doomed").errorCode()).isEqualTo(40404);
    assertThat(delete("/subjects/doomed?permanent=true").text()).isEqualTo("[1]");
    assertThat(get("/subjects/doomed/versions?deleted=true").errorCode()).isEqualTo(40401);
  }

  @Test
  void everythingIsOnTheTopicAndReadFromItAtTheNextStart() throws Exception {
    int id = register("kept", ONE).json().path("id").asInt();
    put("/config/kept", "{\"compatibility\":\"FULL_TRANSITIVE\"}");
    delete("/subjects/kept");
    int second = register("kept", WITH_DEFAULT).json().path("id").asInt();

    try (RegistryServer again = RegistryServer.bind(0)) {
      again.serve(broker);
      assertThat(send(again, "GET", "/subjects/kept/versions", "").text()).isEqualTo("[2]");
      assertThat(send(again, "GET", "/schemas/ids/" + id, "").status()).isEqualTo(200);
      assertThat(send(again, "GET", "/subjects/kept/versions/2", "").json().path("id").asInt())
          .isEqualTo(second);
      assertThat(send(again, "GET", "/config/kept", "").text()).contains("FULL_TRANSITIVE");
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
