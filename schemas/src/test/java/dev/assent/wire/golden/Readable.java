package dev.assent.wire.golden;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.assent.contract.value.Json;
import dev.assent.wire.json.CanonicalJson;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Values of ours as JSON that a person can read. What is empty is left out, so a component that a
/// later release adds, and that is empty for what an earlier one wrote, changes nothing.
///
/// | Java | JSON |
/// |---|---|
/// | record | object of its components; of one only: that one |
/// | record below a sealed interface | the same, `is` being its name |
/// | enum, instant, duration, id | text |
/// | [Json] | as it is |
/// | nothing, `""`, 0, false, `{}`, `[]` | left out |
public final class Readable {
  /// Names in our code (a component's, or a type's in `is`) that are others than they were when the
  /// golden files were written: today's, then the files'.
  private static final Map<String, String> RENAMED = Map.of();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Readable() {}

  public static String line(Object value) {
    return node(value).toString();
  }

  /// A JSON array with a line for each element.
  public static String lines(ArrayNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::toString)
        .collect(joining(",\n", "[\n", "\n]\n"));
  }

  public static JsonNode node(Object value) {
    return switch (value) {
      case JsonNode node -> node;
      case Optional<?> optional ->
          optional.map(Readable::node).orElse(JsonNodeFactory.instance.nullNode());
      case Json json -> CanonicalJson.parse(json);
      case Boolean bool -> JsonNodeFactory.instance.booleanNode(bool);
      case Number number -> MAPPER.valueToTree(number);
      case Enum<?> word -> TextNode.valueOf(word.name());
      case Set<?> set ->
          array(
              set.stream()
                  .map(Readable::node)
                  .sorted(Comparator.comparing(JsonNode::toString))
                  .iterator());
      case Collection<?> all -> array(all.stream().map(Readable::node).iterator());
      case Map<?, ?> map -> object(map);
      case Record record -> object(record);
      default -> TextNode.valueOf(value.toString());
    };
  }

  private static ArrayNode array(Iterator<JsonNode> elements) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    elements.forEachRemaining(array::add);
    return array;
  }

  private static ObjectNode object(Map<?, ?> map) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    map.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(entry -> object.set(entry.getKey().toString(), node(entry.getValue())));
    return object;
  }

  private static JsonNode object(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    boolean alternative = isAlternative(record.getClass());
    if (components.length == 1 && !alternative) {
      return node(get(record, components[0]));
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (alternative) {
      object.put("is", name(record.getClass().getSimpleName()));
    }
    for (RecordComponent component : components) {
      JsonNode value = node(get(record, component));
      if (!isEmpty(value)) {
        object.set(name(component.getName()), value);
      }
    }
    return object;
  }

  private static boolean isAlternative(Class<?> type) {
    for (Class<?> above : type.getInterfaces()) {
      if (above.isSealed()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || value.isTextual() && value.textValue().isEmpty()
        || value.isNumber() && value.doubleValue() == 0
        || value.isBoolean() && !value.booleanValue()
        || value.isContainerNode() && value.isEmpty();
  }

  private static Object get(Record record, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected to read " + component + " of " + record, e);
    }
  }

  static String name(String today) {
    return RENAMED.getOrDefault(today, today);
  }

  /// What was said then and is not said now, each with where it stood; more may be said. An array
  /// is as long as it was.
  public static List<String> missing(JsonNode now, JsonNode then) {
    List<String> all = new ArrayList<>();
    compare("", now, then, all);
    return all;
  }

  private static void compare(String at, JsonNode now, JsonNode then, List<String> all) {
    if (then.isObject() && now.isObject()) {
      then.properties()
          .forEach(
              field ->
                  compare(
                      at + "." + field.getKey(), now.path(field.getKey()), field.getValue(), all));
    } else if (then.isArray() && now.isArray() && now.size() == then.size()) {
      for (int i = 0; i < then.size(); i++) {
        compare(at + "[" + i + "]", now.get(i), then.get(i), all);
      }
    } else if (!now.toString().equals(then.toString())) {
      all.add("expected " + at + " to be " + then + ", but got " + now);
    }
  }
}
