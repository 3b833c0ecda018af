package dev.assent.lifecycle.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.keyword.FormatKeyword;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import java.util.Map;
import java.util.Set;

/// JSON Schema 2020-12 whose every keyword counts its work ([Work]).
final class CountedDialect {
  /// They only lead to another schema, whose keywords count; the library tells them by their class.
  private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

  static final Dialect DRAFT_2020_12 = counted(Dialects.getDraft202012());

  private CountedDialect() {}

  private static Dialect counted(Dialect library) {
    Dialect.Builder builder = Dialect.builder(library);
    for (Keyword keyword : library.getKeywords().values()) {
      if (!REFERENCES.contains(keyword.getValue()) && !(keyword instanceof FormatKeyword)) {
        builder.keyword(new Counted(keyword));
      }
    }
    return builder.formatKeywordFactory(CountedFormats::new).keywords(ValueRules.all()).build();
  }

  /// The library takes no other class for this one.
  private static final class CountedFormats extends FormatKeyword {
    CountedFormats(Map<String, Format> formats) {
      super(formats);
    }

    @Override
    public KeywordValidator newValidator(
        SchemaLocation location, JsonNode schema, Schema parent, SchemaContext context) {
      return Counted.counting(super.newValidator(location, schema, parent, context), schema);
    }
  }
}
