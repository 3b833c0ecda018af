package dev.assent.gateway.payloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether a JSON schema takes everything that the one before it took. It errs on the safe side: a
/// keyword that it does not follow (`pattern`, `anyOf`, `$ref`, …) must be as it was, or be gone.
/// In one point it is more generous than logic: a property that the old schema did not name may be
/// added, though somebody may have used that name for something else.
public final class Compatibility {
  private static final Set<String> NOTES =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "title",
          "description",
          "examples",
          "default",
          "deprecated",
          "readOnly",
          "writeOnly");

  private static final Set<String> FOLLOWED =
      Set.of("type", "enum", "const", "required", "properties", "additionalProperties", "items");

  private static final Set<String> AT_LEAST =
      Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");

  private static final Set<String> AT_MOST =
      Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");

  /// What only ever takes less: without it more is taken.
  private static final Set<String> MAY_GO =
      Set.of("pattern", "format", "multipleOf", "uniqueItems", "propertyNames", "maxContains");

  /// What takes what the others left over: any change beside it changes it too.
  private static final List<String> LEFT_OVER =
      List.of("unevaluatedProperties", "unevaluatedItems");

  private final List<String> problems = new ArrayList<>();

  private Compatibility() {}

  /// What the new schema no longer takes, with the path; empty when it takes all.
  public static List<String> problems(JsonNode old, JsonNode now) {
    Compatibility found = new Compatibility();
    found.compare(old, now, "$");
    return List.copyOf(found.problems);
  }

  private void compare(JsonNode old, JsonNode now, String path) {
    boolean takesAll = now.isBoolean() && now.booleanValue();
    boolean tookNothing = old.isBoolean() && !old.booleanValue();
    if (old.equals(now) || takesAll || tookNothing) {
      return;
    }
    if (now.isBoolean()) {
      problems.add(path + " takes nothing any more");
      return;
    }
    for (String keyword : LEFT_OVER) {
      if (now.has(keyword) || old.has(keyword)) {
        unknown(keyword, path);
      }
    }
    types(old, now, path);
    values(old, now, path);
    required(old, now, path);
    properties(old, now, path);
    if (now.has("items")) {
      compare(schema(old, "items"), now.get("items"), path + "[]");
    }
    now.properties().forEach(keyword -> other(old, keyword.getKey(), keyword.getValue(), path));
    old.fieldNames().forEachRemaining(keyword -> gone(keyword, now, path));
  }

  private void gone(String keyword, JsonNode now, String path) {
    boolean followed =
        NOTES.contains(keyword)
            || FOLLOWED.contains(keyword)
            || AT_LEAST.contains(keyword)
            || AT_MOST.contains(keyword)
            || MAY_GO.contains(keyword);
    if (!followed && !now.has(keyword)) {
      unknown(keyword, path);
    }
  }

  private void unknown(String keyword, String path) {
    problems.add(path + " has another '" + keyword + "', and what that takes is not compared");
  }

  private void types(JsonNode old, JsonNode now, String path) {
    Set<String> may = texts(now.path("type"));
    if (may.isEmpty()) {
      return;
    }
    Set<String> could = texts(old.path("type"));
    boolean all =
        !could.isEmpty()
            && could.stream()
                .allMatch(
                    type ->
                        may.contains(type) || (type.equals("integer") && may.contains("number")));
    if (!all) {
      problems.add(path + " had type " + (could.isEmpty() ? "any" : could) + ", now " + may);
    }
  }

  private void values(JsonNode old, JsonNode now, String path) {
    if (!now.has("enum") && !now.has("const")) {
      return;
    }
    Set<JsonNode> may = constants(now);
    Set<JsonNode> could = constants(old);
    if (could.isEmpty() || !may.containsAll(could)) {
      problems.add(path + " takes fewer values than before");
    }
  }

  private static Set<JsonNode> constants(JsonNode schema) {
    if (schema.has("const")) {
      return Set.of(schema.get("const"));
    }
    Set<JsonNode> values = new HashSet<>();
    schema.path("enum").forEach(values::add);
    return values;
  }

  private void required(JsonNode old, JsonNode now, String path) {
    Set<String> more = texts(now.path("required"));
    more.removeAll(texts(old.path("required")));
    if (!more.isEmpty()) {
      problems.add(path + " requires " + more + ", which was not required");
    }
  }

  private void properties(JsonNode old, JsonNode now, String path) {
    JsonNode before = old.path("properties");
    JsonNode after = now.path("properties");
    JsonNode others = schema(now, "additionalProperties");
    for (Map.Entry<String, JsonNode> named : before.properties()) {
      String where = path + "." + named.getKey();
      if (after.has(named.getKey())) {
        compare(named.getValue(), after.get(named.getKey()), where);
      } else if (now.has("patternProperties")) {
        unknown("patternProperties", where);
      } else {
        compare(named.getValue(), others, where);
      }
    }
    compare(schema(old, "additionalProperties"), others, path + ".*");
  }

  private void other(JsonNode old, String keyword, JsonNode value, String path) {
    if (NOTES.contains(keyword) || FOLLOWED.contains(keyword)) {
      return;
    }
    JsonNode before = old.path(keyword);
    boolean wider =
        before.isNumber()
            && value.isNumber()
            && ((AT_LEAST.contains(keyword) && number(value).compareTo(number(before)) <= 0)
                || (AT_MOST.contains(keyword) && number(value).compareTo(number(before)) >= 0));
    if (!wider && !before.equals(value)) {
      unknown(keyword, path);
    }
  }

  private static BigDecimal number(JsonNode value) {
    return value.decimalValue();
  }

  /// A keyword's schema; where it is missing, everything is taken.
  private static JsonNode schema(JsonNode parent, String keyword) {
    return parent.has(keyword) ? parent.get(keyword) : BooleanNode.TRUE;
  }

  private static Set<String> texts(JsonNode oneOrMany) {
    Set<String> texts = new HashSet<>();
    if (oneOrMany.isTextual()) {
      texts.add(oneOrMany.textValue());
    }
    oneOrMany.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
