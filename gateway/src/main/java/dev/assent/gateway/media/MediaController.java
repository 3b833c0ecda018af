package dev.assent.gateway.media;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.catalogue.Upload;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.documents.Documents;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.PublicUrl;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// Files that people attach (contract section 3.4). Their bytes belong into an object store, which
/// the operator names; without one the gateway keeps small ones itself, among its documents.
@Controller("/v1/media")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class MediaController {
  private static final String BUCKET = "assent-media";
  private static final int TTL_SECONDS_MIN = 60;
  private static final int TTL_SECONDS_MAX = 604_800;
  private static final int TTL_SECONDS_DEFAULT = 86_400;

  /// AXP's own bound: 2 GiB.
  private static final long SIZE_BYTES_MAX = 2_147_483_648L;

  private static final Pattern SHA_256 = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern MIME_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+(; ?[\\w=.-]+)?");
  private static final Pattern NOT_IN_A_PATH = Pattern.compile("[^A-Za-z0-9._-]+");

  private final Documents<Upload> uploads;
  private final Documents<Upload.Content> contents;
  private final PublicUrl url;
  private final Clock clock;
  private final String store;

  MediaController(
      Catalogues catalogues,
      PublicUrl url,
      Clock clock,
      @Value("${assent.gateway.media.upload-url:}") String store) {
    this.uploads = catalogues.uploads();
    this.contents = catalogues.contents();
    this.url = url;
    this.clock = clock;
    this.store = store.replaceAll("/+$", "");
  }

  @Post("/create-upload")
  CompletableFuture<String> create(Caller caller, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "attach files");
    Upload upload = newUpload(caller.workspace(), request, Fields.of(Bodies.object(request)));
    return uploads
        .tidy(caller.workspace(), old -> old.over(clock.instant()))
        .thenCompose(_ -> uploads.put(caller.workspace(), upload.uploadId(), upload))
        .thenApply(
            _ ->
                Answers.text(
                    place(Answers.ok(), upload)
                        .put("upload_url", upload.uploadUrl())
                        .put("status", "pending")
                        .put("expires_at", upload.expiresAt().toString())
                        .put("max_size_bytes", sizeMax())));
  }

  private Upload newUpload(Workspace workspace, HttpRequest<?> request, Fields fields) {
    String id = UUID.randomUUID().toString();
    String filename = fields.text("filename", Limits.NAME_LENGTH_MAX);
    String path = workspace + "/" + id + "/" + NOT_IN_A_PATH.matcher(filename).replaceAll("_");
    Instant now = clock.instant();
    return new Upload(
        id,
        Catalogues.ownerAgent(fields),
        filename,
        mimeType(fields),
        size(fields),
        path,
        store.isEmpty()
            ? url.of(request, "/v1/media/" + id + "/content")
            : store + "/" + BUCKET + "/" + path,
        sha256(fields),
        false,
        now,
        now.plusSeconds(
            fields
                .optionalCount("ttl_seconds", TTL_SECONDS_MIN, TTL_SECONDS_MAX)
                .orElse(TTL_SECONDS_DEFAULT)),
        Optional.empty());
  }

  private long sizeMax() {
    return store.isEmpty() ? Limits.MEDIA_BYTES_MAX : SIZE_BYTES_MAX;
  }

  private long size(Fields fields) {
    long size = fields.node().path("size_bytes").asLong();
    if (!fields.node().path("size_bytes").isIntegralNumber() || size < 1 || size > SIZE_BYTES_MAX) {
      throw fields.wrong(
          "a whole number from 1 to " + SIZE_BYTES_MAX,
          "size_bytes",
          fields.has("size_bytes") ? "it is something else" : "there is none");
    }
    if (size > sizeMax()) {
      throw Refused.tooLarge(
          "a file of at most "
              + sizeMax()
              + " bytes (the operator allows larger ones with assent.gateway.media.upload-url)",
          "it has " + size);
    }
    return size;
  }

  private static String mimeType(Fields fields) {
    String type = fields.text("mime_type", Limits.NAME_LENGTH_MAX);
    if (!MIME_TYPE.matcher(type).matches()) {
      throw fields.wrong("a type as image/png", "mime_type", "it is none");
    }
    return type;
  }

  private static Optional<String> sha256(Fields fields) {
    Optional<String> hash = fields.optionalText("sha256");
    if (hash.isPresent() && !SHA_256.matcher(hash.get()).matches()) {
      throw fields.wrong("64 lower-case hex digits", "sha256", "it is something else");
    }
    return hash;
  }

  @Get("/{id}")
  String get(Caller caller, HttpRequest<?> request, String id) {
    Catalogues.requireReader(caller, "read files");
    Upload upload = upload(caller.workspace(), id);
    ObjectNode answer = Answers.ok();
    described(place(answer.putObject("upload"), upload), upload)
        .put("filename", upload.filename())
        .put("status", upload.status(clock.instant()))
        .put("created_at", upload.createdAt().toString())
        .put("expires_at", upload.expiresAt().toString())
        .put("finalized_at", upload.finalizedAt().map(Instant::toString).orElse(null))
        .put("download_url", download(request, upload).orElse(null))
        .putNull("preview_url");
    return Answers.text(answer);
  }

  /// Only where there is something to get, as far as this gateway can know.
  private Optional<String> download(HttpRequest<?> request, Upload upload) {
    if (upload.stored()) {
      return Optional.of(url.of(request, "/v1/media/" + upload.uploadId() + "/content"));
    }
    return store.isEmpty() || !upload.ready() ? Optional.empty() : Optional.of(upload.uploadUrl());
  }

  /// The file's bytes as the request's body. They may be put again until the upload is finalized.
  @Put("/{id}/content")
  CompletableFuture<String> put(Caller caller, String id, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "attach files");
    Workspace workspace = caller.workspace();
    Upload upload = pending(workspace, id);
    byte[] bytes = request.getBody().orElse(new byte[0]);
    if (bytes.length != upload.sizeBytes()) {
      throw Refused.invalid(
          "the " + upload.sizeBytes() + " bytes that were announced", "got " + bytes.length);
    }
    if (bytes.length > Limits.MEDIA_BYTES_MAX) {
      throw Refused.tooLarge(
          "at most " + Limits.MEDIA_BYTES_MAX + " bytes here", "got " + bytes.length);
    }
    String hash = Hash.of(bytes).hex();
    requireHash(upload.sha256(), hash);
    if (!upload.stored()) {
      contents.limit(workspace, Limits.MEDIA_CONTENTS_MAX);
    }
    return contents
        .put(workspace, id, new Upload.Content(Base64.getEncoder().encodeToString(bytes)))
        .thenCompose(_ -> uploads.put(workspace, id, upload.withBytes(hash)))
        .thenApply(
            _ ->
                Answers.text(
                    Answers.ok()
                        .put("upload_id", id)
                        .put("size_bytes", bytes.length)
                        .put("sha256", hash)));
  }

  @Get("/{id}/content")
  @Produces(MediaType.ALL)
  HttpResponse<byte[]> content(Caller caller, String id) {
    Catalogues.requireReader(caller, "read files");
    Upload upload = upload(caller.workspace(), id);
    Upload.Content content =
        contents
            .get(caller.workspace(), id)
            .orElseThrow(
                () -> Refused.notFound("the bytes of '" + id + "' here", "nobody put them"));
    return HttpResponse.ok(Base64.getDecoder().decode(content.base64()))
        .header(HttpHeaders.CONTENT_TYPE, upload.mimeType())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\""
                + NOT_IN_A_PATH.matcher(upload.filename()).replaceAll("_")
                + "\"")
        .header("X-Content-Type-Options", "nosniff");
  }

  /// *Ready* is what the caller says. What this gateway has itself is compared with it.
  @Post("/finalize-upload")
  CompletableFuture<String> finalizeUpload(Caller caller, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "attach files");
    Fields fields = Fields.of(Bodies.object(request));
    String id = fields.text("upload_id", Limits.NAME_LENGTH_MAX);
    long size = size(fields);
    Optional<String> hash = sha256(fields);
    Upload upload = upload(caller.workspace(), id);
    if (upload.ready() && upload.sizeBytes() == size) {
      return CompletableFuture.completedFuture(finalized(upload));
    }
    Upload open = pending(caller.workspace(), id);
    if (open.stored() && open.sizeBytes() != size) {
      throw Refused.invalid(
          "the " + open.sizeBytes() + " bytes that are here in 'size_bytes'", "got " + size);
    }
    open.sha256().ifPresent(known -> requireHash(hash, known));
    Upload ready = open.finalized(size, open.sha256().or(() -> hash), clock.instant());
    return uploads.put(caller.workspace(), id, ready).thenApply(_ -> finalized(ready));
  }

  private static void requireHash(Optional<String> said, String known) {
    if (said.isPresent() && !said.get().equals(known)) {
      throw Refused.invalid("the SHA-256 " + known, "got " + said.get());
    }
  }

  private static String finalized(Upload upload) {
    return Answers.text(
        described(place(Answers.ok(), upload), upload)
            .put("status", "ready")
            .put("finalized_at", upload.finalizedAt().map(Instant::toString).orElse(null)));
  }

  private static ObjectNode place(ObjectNode node, Upload upload) {
    return node.put("upload_id", upload.uploadId())
        .put("owner_agent", upload.ownerAgent())
        .put("bucket", BUCKET)
        .put("object_path", upload.objectPath());
  }

  private static ObjectNode described(ObjectNode node, Upload upload) {
    return node.put("mime_type", upload.mimeType())
        .put("size_bytes", upload.sizeBytes())
        .put("sha256", upload.sha256().orElse(null));
  }

  private Upload upload(Workspace workspace, String id) {
    return uploads
        .get(workspace, id)
        .orElseThrow(() -> Refused.notFound("an upload's id", "there is no such upload"));
  }

  private Upload pending(Workspace workspace, String id) {
    Upload upload = upload(workspace, id);
    if (upload.ready()) {
      throw new Refused(
          Problem.of(409, "upload_finalized", "expected an open upload, but it is finalized"));
    }
    if (upload.over(clock.instant())) {
      throw new Refused(
          Problem.of(
              410,
              "upload_expired",
              "expected an open upload, but it ended at " + upload.expiresAt()));
    }
    return upload;
  }
}
