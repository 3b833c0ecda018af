package dev.assent.lifecycle.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.Limits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a form's schema is one that can be applied safely: it refers to nothing outside itself,
/// never back to a schema it is part of, and is no deeper than [#DEPTH_MAX] and says in all no more
/// than [#RULES_MAX] rules once its references are followed. (A few hundred bytes of schema can
/// otherwise ask for 2^50 checks, or for a page from any address.)
final class FormBounds {
  static final int BYTES_MAX = 65_536;
  static final int RULES_MAX = 10_000;

  /// As deep as JSON may be, twice: a form's own depth and that of what it refers to.
  static final int DEPTH_MAX = 2 * Limits.JSON_DEPTH_MAX;

  /// Their values are data, not schemas.
  private static final Set<String> DATA = Set.of("const", "default", "enum", "examples");

  /// Only followed where something refers to them.
  private static final Set<String> DEFINITIONS = Set.of("$defs", "definitions");

  private static final Set<String> DYNAMIC = Set.of("$dynamicRef", "$recursiveRef");

  private final JsonNode root;
  private final Map<String, Integer> rulesBehind = new HashMap<>();
  private final Set<String> following = new HashSet<>();
  private int depth;

  private FormBounds(JsonNode root) {
    this.root = root;
  }

  /// What is wrong with it; empty for a schema that is safe.
  static Optional<String> problem(JsonNode schema) {
    try {
      new FormBounds(schema).rules(schema);
      return Optional.empty();
    } catch (TooMuchWorkException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private int rules(JsonNode node) {
    depth++;
    if (depth > DEPTH_MAX) {
      throw new TooMuchWorkException("it is more than " + DEPTH_MAX + " deep");
    }
    int rules = rulesIn(node);
    depth--;
    return rules;
  }

  private int rulesIn(JsonNode node) {
    long rules = 1;
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      if (DYNAMIC.contains(name) && value.isTextual()) {
        throw new TooMuchWorkException("it uses " + name);
      }
      if (name.equals("$ref") && value.isTextual()) {
        rules += behind(value.asText());
      } else if (!DATA.contains(name) && !DEFINITIONS.contains(name)) {
        rules += rules(value);
      }
      bound(rules);
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        rules += rules(element);
        bound(rules);
      }
    }
    return (int) rules;
  }

  private int behind(String reference) {
    Integer known = rulesBehind.get(reference);
    if (known != null) {
      return known;
    }
    if (!following.add(reference)) {
      throw new TooMuchWorkException("'" + reference + "' refers back to itself");
    }
    int rules = rules(target(root, reference));
    following.remove(reference);
    rulesBehind.put(reference, rules);
    return rules;
  }

  /// What a reference stands for.
  ///
  /// @throws TooMuchWorkException when that is not a part of the schema itself
  static JsonNode target(JsonNode root, String reference) {
    if (reference.startsWith("#/")) {
      JsonNode target = root.at(reference.substring(1));
      if (!target.isMissingNode()) {
        return target;
      }
    } else if (reference.equals("#")) {
      return root;
    }
    throw new TooMuchWorkException(
        "it refers to '" + reference + "', which is not a part of it (\"#/$defs/...\")");
  }

  private static void bound(long rules) {
    if (rules > RULES_MAX) {
      throw new TooMuchWorkException("it has more than " + RULES_MAX + " rules");
    }
  }
}
