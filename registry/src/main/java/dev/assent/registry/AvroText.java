package dev.assent.registry;

import dev.assent.registry.StoredSchema.Content;
import dev.assent.registry.StoredSchema.Reference;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/// Parses schema texts together with the types they take from other subjects.
final class AvroText {
  private final SchemaTable table;

  AvroText(SchemaTable table) {
    this.table = table;
  }

  /// A schema, and its text as Avro writes it, which is the same however a client laid it out.
  record Parsed(Schema schema, Content content) {}

  Parsed parse(String text, List<Reference> references) {
    try {
      Schema.Parser parser = parserKnowing(references);
      Map<String, Schema> known = parser.getTypes();
      parser.setValidateDefaults(true);
      Schema schema = parser.parse(text);
      return new Parsed(schema, new Content(own(schema, known.values()), references));
    } catch (AvroRuntimeException e) {
      throw RegistryRefusedException.invalidSchema(String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("deprecation") // nothing else leaves out the types that are only referred to
  private static String own(Schema schema, Collection<Schema> known) {
    return known.isEmpty() ? schema.toString() : schema.toString(known, false);
  }

  Schema parse(StoredSchema stored) {
    return parserKnowing(stored.references()).parse(stored.schema());
  }

  private Schema.Parser parserKnowing(List<Reference> references) {
    Map<Reference, String> texts = new LinkedHashMap<>();
    references.forEach(reference -> collect(reference, texts));
    Schema.Parser parser = new Schema.Parser();
    parser.setValidateDefaults(false);
    texts.values().forEach(parser::parse);
    return parser;
  }

  /// Collects the text a reference stands for, behind those that it needs itself.
  private void collect(Reference reference, Map<Reference, String> texts) {
    if (texts.containsKey(reference)) {
      return;
    }
    StoredSchema stored =
        table.versions(reference.subject(), true).stream()
            .filter(candidate -> candidate.version() == reference.version())
            .findFirst()
            .orElseThrow(
                () ->
                    RegistryRefusedException.invalidSchema(
                        "no schema reference found for subject \""
                            + reference.subject()
                            + "\" and version "
                            + reference.version()));
    stored.references().forEach(nested -> collect(nested, texts));
    texts.put(reference, stored.schema());
  }
}
