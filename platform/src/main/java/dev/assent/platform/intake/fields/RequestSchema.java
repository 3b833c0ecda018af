package dev.assent.platform.intake.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.wire.json.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// The published JSON Schemas of what clients write. They are for editors and for people, and they
/// are where the readers know from which fields there are at all; what a field may be is judged by
/// the readers.
public enum RequestSchema {
  SCENARIO("scenario"),
  CREATE_REQUEST("create-request");

  /// Marks a field that puts a person in the way: a slip in its name is refused.
  private static final String ASKS = "x-asks-a-person";

  private final String fileName;
  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it once it is read
  private final JsonNode schema;

  @SuppressWarnings("ImmutableEnumChecker") // its sets are copies that nobody can change
  private final Names root;

  RequestSchema(String name) {
    this.fileName = name + ".schema.json";
    try (InputStream in = RequestSchema.class.getResourceAsStream(fileName)) {
      if (in == null) {
        throw new IllegalStateException(
            "expected the resource " + fileName + ", but it is missing");
      }
      this.text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.schema = CanonicalJson.parse(text);
    this.root = names(schema);
  }

  /// Under which name it is published, for example `scenario.schema.json`.
  public String fileName() {
    return fileName;
  }

  /// As it is published.
  public String text() {
    return text;
  }

  public static Optional<RequestSchema> named(String fileName) {
    for (RequestSchema schema : values()) {
      if (schema.fileName.equals(fileName)) {
        return Optional.of(schema);
      }
    }
    return Optional.empty();
  }

  /// The fields of the document itself.
  public Names root() {
    return root;
  }

  /// @param part a name of `$defs`, for example `step`
  public Names part(String part) {
    return names(schema.path("$defs").path(part));
  }

  /// Names of fields.
  ///
  /// @param gates those that ask for a person
  public record Names(Set<String> all, Set<String> gates) {
    static final Names NONE = new Names(Set.of(), Set.of());

    public Names {
      all = Set.copyOf(all);
      gates = Set.copyOf(gates);
    }

    Names and(Names others) {
      return new Names(both(all, others.all), both(gates, others.gates));
    }
  }

  static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> both = new LinkedHashSet<>(some);
    both.addAll(others);
    return both;
  }

  private static Names names(JsonNode object) {
    Set<String> all = new LinkedHashSet<>();
    Set<String> gates = new LinkedHashSet<>();
    object
        .path("properties")
        .properties()
        .forEach(
            field -> {
              all.add(field.getKey());
              if (field.getValue().path(ASKS).asBoolean()) {
                gates.add(field.getKey());
              }
            });
    return new Names(all, gates);
  }
}
