package dev.assent.gateway.payloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Hash;
import dev.assent.gateway.catalogue.PayloadSchema;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.documents.Documents;
import dev.assent.gateway.edge.Answers;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.json.CanonicalJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// The catalogue of payload schemas (contract section 3.3). The compatibility mode of the version
/// that is active says what the next may be; a mode in the request counts from then on.
@Controller("/v1/schemas")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class SchemaController {
  private static final Pattern SEMANTIC_TYPE =
      Pattern.compile("[a-z0-9_]+(?:\\.[a-z0-9_]+){2,}\\.v[0-9]+");
  private static final int REF_LENGTH_MAX = 512;
  private static final int TYPE_LENGTH_MAX = 255;

  private final Documents<PayloadSchema> schemas;
  private final Clock clock;

  SchemaController(Catalogues catalogues, Clock clock) {
    this.schemas = catalogues.schemas();
    this.clock = clock;
  }

  @Post
  CompletableFuture<String> upsert(Caller caller, HttpRequest<byte[]> request) {
    caller.require("publish schemas", Scope.INITIATOR);
    Fields fields = Fields.of(Bodies.object(request));
    String type = fields.text("semantic_type", TYPE_LENGTH_MAX);
    if (!SEMANTIC_TYPE.matcher(type).matches()) {
      throw fields.wrong("a type as acme.orders.refund.v1", "semantic_type", "got '" + type + "'");
    }
    requireTenantScope(fields);
    ObjectNode json =
        fields
            .optionalObject("schema_json")
            .orElseThrow(() -> fields.wrong("an object", "schema_json", "there is none"))
            .node();
    Workspace workspace = caller.workspace();
    Optional<PayloadSchema> before = schemas.get(workspace, type);
    Instant now = clock.instant();
    PayloadSchema schema =
        new PayloadSchema(
            type,
            fields.optionalText("schema_ref", REF_LENGTH_MAX).orElse("assent://schemas/" + type),
            Hash.of(CanonicalJson.of(json)).hex(),
            mode(fields),
            owner(caller),
            fields.optionalFlag("active").orElse(true),
            json,
            before.map(PayloadSchema::createdAt).orElse(now),
            now);
    before.filter(PayloadSchema::active).ifPresent(old -> requireCompatible(old, schema));
    return schemas
        .put(workspace, type, schema)
        .thenApply(_ -> Answers.text(Answers.ok().set("schema", answer(schema))));
  }

  @Get("/{type}")
  String get(Caller caller, String type) {
    Catalogues.requireReader(caller, "read schemas");
    PayloadSchema schema =
        schemas
            .get(caller.workspace(), type)
            .orElseThrow(() -> Refused.notFound("a schema's type", "there is no such schema"));
    return Answers.text(
        Answers.ok().set("schema", answer(schema).set("schema_json", schema.schema())));
  }

  private static void requireTenantScope(Fields fields) {
    String scope = fields.optionalText("scope").orElse("tenant");
    switch (scope) {
      case "tenant" -> {}
      case "core" ->
          throw Refused.forbidden(
              "the scope 'tenant'", "core schemas are the protocol's own and nobody's to change");
      default -> throw fields.wrong("tenant or core", "scope", "got '" + scope + "'");
    }
  }

  private static PayloadSchema.Mode mode(Fields fields) {
    String name = fields.text("compatibility_mode");
    return Arrays.stream(PayloadSchema.Mode.values())
        .filter(mode -> word(mode).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                fields.wrong(
                    "strict, backward or warn", "compatibility_mode", "got '" + name + "'"));
  }

  private static void requireCompatible(PayloadSchema old, PayloadSchema now) {
    if (old.hash().equals(now.hash())) {
      return;
    }
    List<String> problems =
        switch (old.mode()) {
          case WARN -> List.of();
          case STRICT -> List.of("the active version is strict: it stays as it is");
          case BACKWARD -> Compatibility.problems(old.schema(), now.schema());
        };
    if (!problems.isEmpty()) {
      throw new Refused(
          Problem.of(
              409,
              "schema_incompatible",
              "expected a schema of "
                  + now.semanticType()
                  + " that keeps to '"
                  + word(old.mode())
                  + "', but "
                  + String.join("; ", problems.subList(0, Math.min(5, problems.size())))));
    }
  }

  private static Optional<String> owner(Caller caller) {
    return Optional.of(caller.principal().id()).filter(id -> id.startsWith(AgentAddress.SCHEME));
  }

  private static ObjectNode answer(PayloadSchema schema) {
    return Answers.object()
        .put("semantic_type", schema.semanticType())
        .put("schema_ref", schema.schemaRef())
        .put("schema_hash", schema.hash())
        .put("compatibility_mode", word(schema.mode()))
        .put("scope", "tenant")
        .put("owner_agent", schema.ownerAgent().orElse(null))
        .put("active", schema.active())
        .put("created_at", schema.createdAt().toString())
        .put("updated_at", schema.updatedAt().toString());
  }

  private static String word(PayloadSchema.Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
