package dev.assent.gateway.scenario;

import dev.assent.platform.intake.fields.RequestSchema;
import dev.assent.service.edge.Refused;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/// The JSON Schemas of what clients write, for editors: they have no key.
@Controller("/schemas")
@Produces(MediaType.APPLICATION_JSON)
final class RequestSchemaController {
  /// @param name for example `scenario.schema.json`
  @Get("/{name}")
  String schema(String name) {
    return RequestSchema.named(name)
        .map(RequestSchema::text)
        .orElseThrow(
            () ->
                Refused.notFound(
                    "scenario.schema.json or create-request.schema.json", "got '" + name + "'"));
  }
}
