package dev.assent.platform.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.regex.RegularExpressions;
import dev.assent.contract.value.Limits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Walks over all rules of a form, its references followed: they lead to parts of the form itself,
/// never back to one they are in, the rules are no more than [#RULES_MAX] and no deeper than
/// [#DEPTH_MAX], and its patterns are regular expressions. (A few hundred bytes of schema can
/// otherwise ask for 2^50 checks, or for a page from any address.)
final class FormWalk {
  static final int RULES_MAX = 10_000;

  /// A form's own depth and that of what it refers to.
  static final int DEPTH_MAX = 2 * Limits.JSON_DEPTH_MAX;

  /// Their value is a schema.
  private static final Set<String> ONE =
      Set.of(
          "additionalProperties",
          "contains",
          "else",
          "if",
          "items",
          "not",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties");

  /// Their value is a list of schemas.
  private static final Set<String> LIST = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

  /// Their value has schemas by name. Definitions are only followed where something refers to them.
  private static final Set<String> NAMED =
      Set.of("dependentSchemas", "patternProperties", "properties");

  private static final Set<String> DYNAMIC = Set.of("$dynamicRef", "$recursiveRef");

  private final JsonNode root;
  private final FormPath path = new FormPath();
  private final Map<String, Integer> rulesBehind = new HashMap<>();
  private final Set<String> following = new HashSet<>();
  private int depth;

  private FormWalk(JsonNode root) {
    this.root = root;
  }

  /// @throws UnfitFormException when it is no form that can be used
  static void over(JsonNode form) {
    new FormWalk(form).rules(form);
  }

  private int rules(JsonNode schema) {
    depth++;
    if (depth > DEPTH_MAX) {
      throw path.unfit("it is more than " + DEPTH_MAX + " deep");
    }
    long rules = 1;
    for (Map.Entry<String, JsonNode> rule : schema.properties()) {
      path.into(rule.getKey());
      rules += behind(rule.getKey(), rule.getValue());
      if (rules > RULES_MAX) {
        throw path.unfit("it has more than " + RULES_MAX + " rules");
      }
      path.out();
    }
    depth--;
    return (int) rules;
  }

  private long behind(String keyword, JsonNode value) {
    if (keyword.equals("$ref")) {
      return referred(value.asText());
    }
    if (DYNAMIC.contains(keyword)) {
      throw path.unfit("what it refers to is not known before it is used");
    }
    if (keyword.equals("$id") && depth > 1) {
      throw path.unfit("an id inside moves what references mean");
    }
    if (keyword.equals("pattern")) {
      compile(value.asText());
    }
    if (ONE.contains(keyword)) {
      return rules(value);
    }
    return LIST.contains(keyword) || NAMED.contains(keyword) ? each(keyword, value) : 1;
  }

  private long each(String keyword, JsonNode schemas) {
    long rules = 0;
    int index = 0;
    for (Map.Entry<String, JsonNode> named : schemas.properties()) {
      path.into(named.getKey());
      if (keyword.equals("patternProperties")) {
        compile(named.getKey());
      }
      rules += rules(named.getValue());
      path.out();
    }
    if (schemas.isArray()) {
      for (JsonNode schema : schemas) {
        path.into(Integer.toString(index++));
        rules += rules(schema);
        path.out();
      }
    }
    return rules;
  }

  private int referred(String reference) {
    Integer known = rulesBehind.get(reference);
    if (known != null) {
      return known;
    }
    if (!following.add(reference)) {
      throw path.unfit("'" + reference + "' refers back to itself");
    }
    JsonNode target = target(reference);
    List<String> before = path.jump(reference);
    int rules = rules(target);
    path.back(before);
    following.remove(reference);
    rulesBehind.put(reference, rules);
    return rules;
  }

  private JsonNode target(String reference) {
    JsonNode target = FormSchema.target(root, reference);
    if (target.isMissingNode()) {
      throw path.unfit("'" + reference + "' is not a part of the form (those are \"#/$defs/...\")");
    }
    if (!target.isObject() && !target.isBoolean()) {
      throw path.unfit("'" + reference + "' leads to no schema");
    }
    return target;
  }

  private void compile(String regex) {
    try {
      Pattern.compile(
          RegularExpressions.replaceLongformCharacterProperties(
              RegularExpressions.replaceDollarAnchors(regex)));
    } catch (PatternSyntaxException e) {
      throw path.unfit("it is no regular expression: " + e.getDescription());
    }
  }
}
