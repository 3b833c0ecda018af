package dev.assent.wire;

import dev.assent.wire.format.Schemas;
import dev.assent.wire.registry.SchemaRegistryClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/// What [AvroSerializer] and [AvroDeserializer] are told, in the words of Confluent's serializers:
///
/// | setting | meaning | default |
/// |---|---|---|
/// | `schema.registry.url` | one or more addresses, separated by commas | needed |
/// | `basic.auth.credentials.source` | `URL` (in the address) or `USER_INFO` | `URL` |
/// | `basic.auth.user.info` | `user:password`, for `USER_INFO` | none |
/// | `auto.register.schemas` | register a schema that the registry does not know | `true` |
/// | `value.subject.name.strategy`, `key.subject.name.strategy` | a strategy's class name, whole or only its last part: `TopicNameStrategy`, `RecordNameStrategy`, `TopicRecordNameStrategy` | `TopicRecordNameStrategy`, as on Assent's own topics |
/// | `specific.avro.reader` | read into generated classes instead of generic records | `false` |
record SerdeSettings(
    SchemaRegistryClient registry,
    boolean autoRegister,
    SubjectName subjectName,
    boolean specific) {

  /// Under which subject a record's schema is registered.
  enum SubjectName {
    TOPIC_NAME("TopicNameStrategy") {
      @Override
      String of(String topic, Schema schema, boolean key) {
        return topic + (key ? "-key" : "-value");
      }
    },
    RECORD_NAME("RecordNameStrategy") {
      @Override
      String of(String topic, Schema schema, boolean key) {
        return schema.getFullName();
      }
    },
    TOPIC_RECORD_NAME("TopicRecordNameStrategy") {
      @Override
      String of(String topic, Schema schema, boolean key) {
        return Schemas.subject(topic, schema);
      }
    };

    private final String className;

    SubjectName(String className) {
      this.className = className;
    }

    abstract String of(String topic, Schema schema, boolean key);

    private static SubjectName named(String setting, String name) {
      String last = name.substring(name.lastIndexOf('.') + 1);
      for (SubjectName strategy : values()) {
        if (strategy.className.equals(last)) {
          return strategy;
        }
      }
      throw new ConfigException(
          setting,
          name,
          "expected TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
    }
  }

  static SerdeSettings of(Map<String, ?> configs, boolean key) {
    String strategy = key ? "key.subject.name.strategy" : "value.subject.name.strategy";
    String urls =
        text(configs, "schema.registry.url")
            .orElseThrow(
                () -> new ConfigException("expected schema.registry.url, but it is not set"));
    return new SerdeSettings(
        new SchemaRegistryClient(urls, userInfo(configs)),
        flag(configs, "auto.register.schemas", true),
        text(configs, strategy)
            .map(name -> SubjectName.named(strategy, name))
            .orElse(SubjectName.TOPIC_RECORD_NAME),
        flag(configs, "specific.avro.reader", false));
  }

  private static Optional<String> userInfo(Map<String, ?> configs) {
    String setting = "basic.auth.credentials.source";
    String source = text(configs, setting).orElse("URL");
    return switch (source) {
      case "URL" -> Optional.empty();
      case "USER_INFO" -> {
        Optional<String> info = text(configs, "basic.auth.user.info");
        if (info.isEmpty()) {
          throw new ConfigException(
              "expected basic.auth.user.info for " + setting + "=USER_INFO, but it is not set");
        }
        yield info;
      }
      default -> throw new ConfigException(setting, source, "expected URL or USER_INFO");
    };
  }

  /// Lists come as lists when they were set in a program.
  private static Optional<String> text(Map<String, ?> configs, String name) {
    Object value = configs.get(name);
    if (value instanceof List<?> list) {
      return Optional.of(String.join(",", list.stream().map(Object::toString).toList()));
    }
    return Optional.ofNullable(value)
        .map(set -> set instanceof Class<?> type ? type.getName() : set.toString().strip())
        .filter(set -> !set.isEmpty());
  }

  private static boolean flag(Map<String, ?> configs, String name, boolean otherwise) {
    String value = text(configs, name).orElse(Boolean.toString(otherwise));
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConfigException(name, value, "expected true or false");
    };
  }
}
