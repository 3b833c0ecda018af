package dev.assent.platform.form;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.assent.contract.value.Json;
import dev.assent.wire.json.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Whether a form's JSON Schema is one that somebody can fill in. It is asked before a form is
/// accepted, for its author can mend it and whoever is to answer cannot: at every door, and again
/// by the decider.
public final class FormSchema {
  /// Of a form's text.
  public static final int CHARACTERS_MAX = 65_536;

  private static final int REMEMBERED = 256;
  private static final int FOUND_LENGTH_MAX = 300;
  private static final String DIALECT = SpecificationVersion.DRAFT_2020_12.getDialectId();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  // Forms are told apart by their text: two with the same `$id` must not mix.
                  .schemaCacheEnabled(false)
                  .schemaLoader(loader -> loader.fetchRemoteResources(false)));

  private static final Schema META = REGISTRY.getSchema(SchemaLocation.of(DIALECT));

  /// What came of the forms asked for last, by their text.
  private static final Map<String, Optional<Problem>> KNOWN =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Problem>> eldest) {
          return size() > REMEMBERED;
        }
      };

  private FormSchema() {}

  /// What is wrong with a form.
  ///
  /// @param path where in it, its names joined by dots; empty for the whole
  /// @param found what is there, as the end of *expected …, but*
  public record Problem(String path, String found) {
    @Override
    public String toString() {
      return path.isEmpty() ? found : "in '" + path + "' " + found;
    }
  }

  /// What is wrong with a form; empty when it can be filled in.
  public static Optional<Problem> problem(Json form) {
    synchronized (KNOWN) {
      Optional<Problem> known = KNOWN.get(form.text());
      if (known != null) {
        return known;
      }
    }
    Optional<Problem> found = look(form.text());
    synchronized (KNOWN) {
      KNOWN.put(form.text(), found);
    }
    return found;
  }

  private static Optional<Problem> look(String text) {
    if (text.length() > CHARACTERS_MAX) {
      return Optional.of(new Problem("", "it is longer than " + CHARACTERS_MAX + " characters"));
    }
    try {
      JsonNode form = CanonicalJson.parse(text);
      Optional<Problem> unfit = unfit(form);
      if (unfit.isEmpty()) {
        FormWalk.over(form);
        Fillable.require(form);
        REGISTRY.getSchema(form).initializeValidators();
      }
      return unfit;
    } catch (UnfitFormException e) {
      return Optional.of(e.problem());
    } catch (RuntimeException | StackOverflowError e) {
      return Optional.of(
          new Problem("", "it cannot be read: " + shortened(String.valueOf(e.getMessage()))));
    }
  }

  /// What JSON Schema itself says against it.
  private static Optional<Problem> unfit(JsonNode form) {
    String dialect = form.path("$schema").asText(DIALECT);
    return dialect.equals(DIALECT)
        ? META.validate(form).stream().findFirst().map(FormSchema::problem)
        : Optional.of(new Problem("$schema", "it is '" + dialect + "'"));
  }

  private static Problem problem(Error error) {
    String pointer = error.getInstanceLocation().toString();
    return new Problem(
        pointer.startsWith("/") ? pointer.substring(1).replace('/', '.') : "",
        "it " + shortened(error.getMessage()));
  }

  /// A library's message may be of many lines, or quote what it was given.
  private static String shortened(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() <= FOUND_LENGTH_MAX ? line : line.substring(0, FOUND_LENGTH_MAX) + "…";
  }

  /// What a reference in a form stands for; missing when that is not a part of the form.
  public static JsonNode target(JsonNode form, String reference) {
    if (reference.equals("#")) {
      return form;
    }
    try {
      return reference.startsWith("#/")
          ? form.at(JsonPointer.compile(reference.substring(1)))
          : MissingNode.getInstance();
    } catch (IllegalArgumentException _) {
      return MissingNode.getInstance();
    }
  }
}
