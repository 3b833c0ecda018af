package dev.assent.lifecycle.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import dev.assent.contract.value.Json;
import dev.assent.lifecycle.domain.FormRules;
import dev.assent.platform.form.FormSchema;
import dev.assent.wire.json.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Forms by JSON Schema 2020-12. Nothing but the schema itself is ever read, and the work it can
/// ask for is bounded: [FormSchema] says which schema is applied at all, as it said to its author,
/// and [Work] counts what applying it takes.
public final class JsonSchemaForms implements FormRules {
  private static final int FORMS_KEPT = 256;
  private static final int ERRORS_MAX = 20;
  private static final int MESSAGE_LENGTH_MAX = 300;

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          CountedDialect.DRAFT_2020_12,
          builder ->
              builder
                  // Forms are told apart by their text: two with the same `$id` must not mix.
                  .schemaCacheEnabled(false)
                  .schemaLoader(
                      loader ->
                          loader
                              .fetchRemoteResources(false)
                              .allow(iri -> iri.toString().startsWith("https://json-schema.org/")))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .regularExpressionFactory(BoundedPattern::compile)
                          .formatAssertionsEnabled(true)
                          .build()));

  /// The forms used last, by their text.
  private final Map<String, Form> forms = new LinkedHashMap<>(16, 0.75f, true);

  /// A form, read once.
  private sealed interface Form {}

  private record Usable(JsonNode text, Schema schema) implements Form {}

  private record Broken(String why) implements Form {}

  @Override
  public Optional<String> problem(Json schema) {
    return switch (form(schema.text())) {
      case Usable _ -> Optional.empty();
      case Broken broken -> Optional.of(broken.why());
    };
  }

  @Override
  public Checked check(Json schema, Json data, boolean positive) {
    return switch (form(schema.text())) {
      case Usable form -> check(form, data, positive);
      case Broken form ->
          new Invalid(
              List.of("expected the task's form to be a JSON Schema (2020-12), but " + form.why()));
    };
  }

  @Override
  public Optional<Boolean> said(Json data) {
    return FormData.said(data);
  }

  private static Checked check(Usable form, Json data, boolean positive) {
    try {
      // From text to text, so that equal values are equal nodes.
      Json read =
          CanonicalJson.of(FormData.read(form.text(), CanonicalJson.parse(data.text()), positive));
      List<Error> errors =
          Work.within(() -> form.schema().validate(CanonicalJson.parse(read.text())));
      return errors.isEmpty()
          ? new Valid(read)
          : new Invalid(errors.stream().limit(ERRORS_MAX).map(JsonSchemaForms::line).toList());
    } catch (Exception | StackOverflowError e) {
      return new Invalid(List.of("expected data that the form can be applied to, but " + why(e)));
    }
  }

  private synchronized Form form(String text) {
    Form known = forms.get(text);
    if (known == null) {
      known = read(text);
      forms.put(text, known);
      if (forms.size() > FORMS_KEPT) {
        forms.remove(forms.keySet().iterator().next());
      }
    }
    return known;
  }

  private static Form read(String text) {
    Optional<FormSchema.Problem> problem = FormSchema.problem(new Json(text));
    if (problem.isPresent()) {
      return new Broken(problem.get().toString());
    }
    try {
      JsonNode schema = CanonicalJson.parse(CanonicalJson.canonical(text).text());
      return Work.within(() -> usable(schema));
    } catch (Exception | StackOverflowError e) {
      return new Broken(why(e));
    }
  }

  private static Form usable(JsonNode schema) {
    Schema read = REGISTRY.getSchema(schema);
    read.initializeValidators();
    return new Usable(schema, read);
  }

  private static String line(Error error) {
    String where = error.getInstanceLocation().toString();
    return "expected "
        + (where.isEmpty() ? "the whole" : "'" + where + "'")
        + " to be right, but "
        + shortened(error.getMessage());
  }

  /// A message says what the form allows, and a form may allow a great many things.
  private static String shortened(String message) {
    return message.length() <= MESSAGE_LENGTH_MAX
        ? message
        : message.substring(0, MESSAGE_LENGTH_MAX) + "…";
  }

  /// What went wrong, in a line; a library's exception may have no message, or a long one.
  private static String why(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("").substring(0, Math.min(200, firstLine(message)));
  }

  private static int firstLine(String message) {
    return message.lines().findFirst().orElse("").length();
  }
}
