package dev.assent.wire.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.assent.wire.avro.Answer;
import dev.assent.wire.avro.Asked;
import dev.assent.wire.avro.Audit;
import dev.assent.wire.json.CanonicalJson;
import dev.assent.wire.topic.Topics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;

/// The schemas of the topics' records, and how Avro treats them.
public final class Schemas {
  private static final String GENERATED_BELOW = "dev.assent.";
  private static final String GENERATED_IN = ".avro";

  // Avro refuses to make instances of classes it was not told to trust. Ours are the generated
  // ones, in packages dev.assent.….avro.
  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), Schemas::isGeneratedHere));
  }

  private static final Map<String, Schema> TOPICS_RECORDS = new LinkedHashMap<>();

  static {
    for (Schema schema :
        new Schema[] {
          Asked.getClassSchema(),
          dev.assent.wire.avro.Happened.getClassSchema(),
          Audit.getClassSchema(),
          Answer.getClassSchema(),
          dev.assent.wire.avro.Delivery.getClassSchema(),
          dev.assent.wire.avro.DirectoryEntry.getClassSchema(),
          dev.assent.wire.avro.NotificationOutcome.getClassSchema(),
          dev.assent.wire.avro.WebhookEvent.getClassSchema(),
          dev.assent.wire.avro.Submit.getClassSchema(),
          dev.assent.wire.avro.Cancel.getClassSchema(),
          dev.assent.wire.avro.Report.getClassSchema()
        }) {
      TOPICS_RECORDS.put(schema.getName(), schema);
    }
  }

  private Schemas() {}

  /// Avro with the conversions our schemas need: UUIDs and instants. Whoever reads or writes
  /// generated records goes through it, so that the generated classes are trusted.
  public static SpecificData model() {
    SpecificData model = new SpecificData();
    model.addLogicalTypeConversion(new Conversions.UUIDConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    return model;
  }

  /// The schema of a topic's record, by the record's short name ([Topics.Topic#subjects]).
  public static Schema named(String record) {
    Schema schema = TOPICS_RECORDS.get(record);
    if (schema == null) {
      throw new IllegalArgumentException(
          "expected one of " + TOPICS_RECORDS.keySet() + ", but got '" + record + "'");
    }
    return schema;
  }

  /// The schemas of all topics' records.
  public static Collection<Schema> all() {
    return TOPICS_RECORDS.values();
  }

  /// Whether it is a version of a topic's record.
  public static boolean isOwn(Schema schema) {
    return TOPICS_RECORDS.values().stream()
        .anyMatch(own -> own.getFullName().equals(schema.getFullName()));
  }

  /// Under which name a record's schema is registered for a topic (Confluent's
  /// TopicRecordNameStrategy).
  public static String subject(String topic, Schema schema) {
    return topic + "-" + schema.getFullName();
  }

  /// The schema as it is registered: without what only Java's code generator wants to know.
  public static Schema published(Schema schema) {
    JsonNode json = CanonicalJson.parse(schema.toString());
    return new Schema.Parser().parse(withoutJavaProperties(json).toString());
  }

  private static JsonNode withoutJavaProperties(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(GenericData.STRING_PROP);
      if (object.size() == 1 && object.path("type").isTextual()) {
        return TextNode.valueOf(object.get("type").textValue());
      }
      object.properties().forEach(field -> field.setValue(withoutJavaProperties(field.getValue())));
    } else if (node instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, withoutJavaProperties(array.get(i)));
      }
    }
    return node;
  }

  private static boolean isGeneratedHere(Class<?> type) {
    String name = type.getPackageName();
    return name.startsWith(GENERATED_BELOW) && name.endsWith(GENERATED_IN);
  }
}
