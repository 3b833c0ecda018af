package dev.assent.lifecycle.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;

/// A keyword of the library, and what each look at it counts.
record Counted(Keyword keyword) implements Keyword {
  /// Characters of a text that are looked at for one unit.
  private static final int TEXT_PER_UNIT = 16;

  /// Looks through all that was noted of the same place before.
  private static final int UNEVALUATED_UNITS = 200;

  @Override
  public String getValue() {
    return keyword.getValue();
  }

  @Override
  public KeywordValidator newValidator(
      SchemaLocation location, JsonNode schema, Schema parent, SchemaContext context)
      throws Exception {
    return counting(keyword.newValidator(location, schema, parent, context), schema);
  }

  static KeywordValidator counting(KeywordValidator validator, JsonNode schema) {
    int more = validator.getKeyword().startsWith("unevaluated") ? UNEVALUATED_UNITS : 0;
    return new Validator(validator, 1 + schema.size() + more);
  }

  private record Validator(KeywordValidator counted, int units) implements KeywordValidator {
    @Override
    public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath where) {
      int text = node.isTextual() ? node.textValue().length() : 0;
      Work.spend(units + text / (counted.getKeyword().equals("format") ? 1 : TEXT_PER_UNIT));
      counted.validate(context, node, root, where);
    }

    @Override
    public void preloadSchema() {
      counted.preloadSchema();
    }

    @Override
    public String getKeyword() {
      return counted.getKeyword();
    }

    @Override
    public SchemaLocation getSchemaLocation() {
      return counted.getSchemaLocation();
    }
  }
}
