package dev.assent.lifecycle.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import dev.assent.wire.json.CanonicalJson;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The keywords that compare values, in place of the library's: those read `1e400` as 0 where an
/// integer is bounded, compare whole numbers through a double, and write a number out in full to
/// compare it. Here values are equal when their canonical texts are, and numbers are compared as
/// decimals. All numbers are bounded by now ([dev.assent.contract.value.JsonNumbers]). And
/// *pattern*, of which the library logs the place in the answer, and so its names.
final class ValueRules {
  /// The longest numbers that may be divide in some microseconds.
  private static final int DIVISION_UNITS = 20;

  private static final int TEXT_PER_UNIT = 16;

  private ValueRules() {}

  static List<Keyword> all() {
    return List.of(
        new Rule("enum", ValueRules::oneOf),
        new Rule("const", schema -> canonical(schema)::equals, ValueRules::canonical),
        new Rule("pattern", ValueRules::pattern),
        new Rule("uniqueItems", ValueRules::unique),
        new Rule("multipleOf", ValueRules::multipleOf),
        new Rule("maximum", schema -> compared(schema, sign -> sign <= 0)),
        new Rule("minimum", schema -> compared(schema, sign -> sign >= 0)),
        new Rule("exclusiveMaximum", schema -> compared(schema, sign -> sign < 0)),
        new Rule("exclusiveMinimum", schema -> compared(schema, sign -> sign > 0)));
  }

  private static Predicate<JsonNode> oneOf(JsonNode schema) {
    Set<String> values = new HashSet<>();
    schema.forEach(value -> values.add(canonical(value)));
    return value -> values.contains(spent(canonical(value)));
  }

  private static Predicate<JsonNode> pattern(JsonNode schema) {
    BoundedPattern pattern = BoundedPattern.compile(schema.asText());
    return value -> !value.isTextual() || pattern.matches(value.textValue());
  }

  private static Predicate<JsonNode> unique(JsonNode schema) {
    return value -> {
      if (!schema.booleanValue() || !value.isArray()) {
        return true;
      }
      // Texts, not nodes: many that were made to have one hash are still told apart quickly.
      Set<String> seen = new HashSet<>();
      for (JsonNode item : value) {
        if (!seen.add(spent(canonical(item)))) {
          return false;
        }
      }
      return true;
    };
  }

  private static Predicate<JsonNode> multipleOf(JsonNode schema) {
    BigDecimal divisor = schema.decimalValue();
    return value -> {
      if (!value.isNumber()) {
        return true;
      }
      Work.spend(DIVISION_UNITS);
      return value.decimalValue().remainder(divisor).signum() == 0;
    };
  }

  private static Predicate<JsonNode> compared(JsonNode schema, IntPredicate right) {
    BigDecimal bound = schema.decimalValue();
    return value -> !value.isNumber() || right.test(value.decimalValue().compareTo(bound));
  }

  private static String canonical(JsonNode value) {
    return CanonicalJson.of(value).text();
  }

  private static String spent(String text) {
    Work.spend(1 + text.length() / TEXT_PER_UNIT);
    return text;
  }

  /// @param rule makes, of the keyword's value, what a value must satisfy
  private record Rule(String name, Function<JsonNode, Predicate<JsonNode>> rule)
      implements Keyword {
    /// A rule about a value's text.
    Rule(String name, Function<JsonNode, Predicate<String>> rule, Function<JsonNode, String> text) {
      this(
          name,
          schema -> {
            Predicate<String> satisfied = rule.apply(schema);
            return value -> satisfied.test(spent(text.apply(value)));
          });
    }

    @Override
    public String getValue() {
      return name;
    }

    @Override
    public KeywordValidator newValidator(
        SchemaLocation location, JsonNode schema, Schema parent, SchemaContext context) {
      return new Validator(this, location, schema, parent, context);
    }
  }

  private static final class Validator extends BaseKeywordValidator {
    private final Predicate<JsonNode> satisfied;
    private @Nullable String told;

    Validator(
        Rule rule, SchemaLocation location, JsonNode schema, Schema parent, SchemaContext context) {
      super(rule, schema, location, parent, context);
      satisfied = rule.rule().apply(schema);
    }

    @Override
    public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath where) {
      Work.spend(1);
      if (!satisfied.test(node)) {
        context.addError(
            error()
                .instanceNode(node)
                .instanceLocation(where)
                .evaluationPath(context.getEvaluationPath())
                .locale(context.getExecutionConfig().getLocale())
                .arguments(told())
                .build());
      }
    }

    /// What was wanted. Worked out once: a list may be long, and wanted by each of many values.
    private String told() {
      String known = told;
      if (known == null) {
        known = canonical(getSchemaNode());
        told = known;
      }
      return known;
    }
  }
}
