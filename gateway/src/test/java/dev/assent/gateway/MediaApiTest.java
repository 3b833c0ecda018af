package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Limits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MediaApiTest extends ApiTest {
  private static JsonNode create(Http who, int size, String more) {
    return ok(
        "media.create_upload",
        who.post(
            "/v1/media/create-upload",
            """
            {"owner_agent":"agent://o/w/x","filename":"../a b.txt","mime_type":"text/plain",
             "size_bytes":%d%s}\
            """
                .formatted(size, more)));
  }

  private static JsonNode get(Http who, String id) {
    return ok("media.get", who.get("/v1/media/" + id)).get("upload");
  }

  private static Http.Answer finish(Http who, String id, int size, String more) {
    return who.post(
        "/v1/media/finalize-upload",
        "{\"upload_id\":\"%s\",\"size_bytes\":%d%s}".formatted(id, size, more));
  }

  @Test
  void aSmallFileIsPutAndGotHere() {
    byte[] bytes = "héllo".getBytes(StandardCharsets.UTF_8);
    JsonNode upload = create(gateway.agent(), bytes.length, "");
    String id = upload.get("upload_id").asText();
    String path = URI.create(upload.get("upload_url").asText()).getPath();
    assertThat(upload.get("object_path").asText()).isEqualTo("local/default/" + id + "/.._a_b.txt");
    assertThat(gateway.agent().get(path).status()).as("nothing is there yet").isEqualTo(404);

    assertThat(gateway.agent().put(path, bytes).status()).isEqualTo(200);
    JsonNode ready = ok("media.finalize_upload", finish(gateway.agent(), id, bytes.length, ""));
    assertThat(ready.get("sha256").asText()).isEqualTo(Hash.of(bytes).hex());
    JsonNode got = get(gateway.approver(), id);
    assertThat(got.get("status").asText()).isEqualTo("ready");
    Http.Answer content =
        gateway.approver().get(URI.create(got.get("download_url").asText()).getPath());
    assertThat(content.text()).isEqualTo("héllo");
    assertThat(content.raw().headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(content.raw().headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\".._a_b.txt\"");
    assertThat(gateway.agent().put(path, bytes).status()).as("it is final").isEqualTo(409);
  }

  @Test
  void withoutBytesItIsReadyAndThereIsNothingToDownload() {
    String id = create(gateway.initiator(), 12_345, "").get("upload_id").asText();
    assertThat(get(gateway.initiator(), id).get("status").asText()).isEqualTo("pending");

    JsonNode first = ok("media.finalize_upload", finish(gateway.initiator(), id, 12_345, ""));
    assertThat(ok("media.finalize_upload", finish(gateway.initiator(), id, 12_345, "")))
        .isEqualTo(first);
    assertThat(finish(gateway.initiator(), id, 5, "").status()).isEqualTo(409);
    assertThat(get(gateway.initiator(), id).get("download_url").isNull()).isTrue();
  }

  @Test
  void whatIsHereMustBeWhatWasAnnounced() {
    String hash = Hash.of("abc").hex();
    String id =
        create(gateway.initiator(), 3, ",\"sha256\":\"" + hash + "\"").get("upload_id").asText();
    String path = "/v1/media/" + id + "/content";

    assertThat(gateway.initiator().put(path, new byte[4]).status()).isEqualTo(422);
    assertThat(gateway.initiator().put(path, "abd".getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(422);
    assertThat(gateway.initiator().put(path, "abc".getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(200);
    assertThat(finish(gateway.initiator(), id, 4, "").status()).isEqualTo(422);
    assertThat(
            finish(gateway.initiator(), id, 3, ",\"sha256\":\"" + "0".repeat(64) + "\"").status())
        .isEqualTo(422);
    assertThat(finish(gateway.initiator(), id, 3, "").status()).isEqualTo(200);
  }

  @Test
  void anUploadEnds() {
    try (TestGateway later = TestGateway.inMemory()) {
      String id = create(later.initiator(), 3, ",\"ttl_seconds\":60").get("upload_id").asText();
      later.bean(ManualClock.class).forward(Duration.ofSeconds(61));

      assertThat(get(later.initiator(), id).get("status").asText()).isEqualTo("expired");
      assertThat(finish(later.initiator(), id, 3, "").status()).isEqualTo(410);
      assertThat(later.initiator().put("/v1/media/" + id + "/content", new byte[3]).status())
          .isEqualTo(410);
    }
  }

  @Test
  void anObjectStoreTakesWhatIsLarge() {
    try (TestGateway other =
        TestGateway.inMemory(
            Map.of("assent.gateway.media.upload-url", "https://store.example/up/"))) {
      JsonNode upload = create(other.initiator(), 2_000_000_000, "");
      String id = upload.get("upload_id").asText();
      assertThat(upload.get("upload_url").asText())
          .isEqualTo("https://store.example/up/assent-media/local/default/" + id + "/.._a_b.txt");
      assertThat(get(other.initiator(), id).get("download_url").isNull()).isTrue();
      ok("media.finalize_upload", finish(other.initiator(), id, 2_000_000_000, ""));
      assertThat(get(other.initiator(), id).get("download_url"))
          .isEqualTo(upload.get("upload_url"));
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (String[] wrong :
        new String[][] {
          {"\"size_bytes\":5", "\"size_bytes\":0"},
          {"\"size_bytes\":5", "\"size_bytes\":\"5\""},
          {"\"text/plain\"", "\"text\""},
          {"\"a.txt\"", "\"\""},
          {"\"size_bytes\":5", "\"size_bytes\":5,\"sha256\":\"xyz\""}
        }) {
      String body =
          """
          {"owner_agent":"abc","filename":"a.txt","mime_type":"text/plain","size_bytes":5}\
          """
              .replace(wrong[0], wrong[1]);
      Http.Answer answer = gateway.initiator().post("/v1/media/create-upload", body);
      assertThat(answer.status()).as(body).isEqualTo(422);
      assertThat(answer.json().get("detail").asText()).startsWith("expected ");
    }
    Http.Answer large =
        gateway
            .initiator()
            .post(
                "/v1/media/create-upload",
                """
                {"owner_agent":"abc","filename":"a","mime_type":"a/b","size_bytes":%d}\
                """
                    .formatted(Limits.MEDIA_BYTES_MAX + 1));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.json().get("detail").asText()).contains("assent.gateway.media.upload-url");
    String id = create(gateway.initiator(), 3, "").get("upload_id").asText();
    Http foreign =
        gateway.key(
            new Workspace("other", "place"),
            Principal.Kind.SERVICE,
            "initiator",
            Scope.INITIATOR,
            Set.of());
    assertThat(foreign.get("/v1/media/" + id).status()).isEqualTo(404);
    assertThat(foreign.put("/v1/media/" + id + "/content", new byte[3]).status()).isEqualTo(404);
    assertThat(finish(foreign, id, 3, "").status()).isEqualTo(404);
  }
}
