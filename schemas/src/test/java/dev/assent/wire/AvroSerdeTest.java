package dev.assent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.delivery.Delivery;
import dev.assent.wire.codec.DeliveryCodec;
import dev.assent.wire.format.WireException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
  private static final Schema ORDER =
      SchemaBuilder.record("com.acme.Order").fields().requiredString("id").endRecord();

  private final MemoryRegistry registry = MemoryRegistry.start();

  @AfterEach
  void stop() {
    registry.close();
  }

  private Map<String, Object> settings(Object... more) {
    Map<String, Object> settings = new HashMap<>(Map.of("schema.registry.url", registry.url()));
    for (int i = 0; i < more.length; i += 2) {
      settings.put((String) more[i], more[i + 1]);
    }
    return settings;
  }

  private AvroSerializer<GenericRecord> serializer(Object... more) {
    AvroSerializer<GenericRecord> serializer = new AvroSerializer<>();
    serializer.configure(settings(more), false);
    return serializer;
  }

  private AvroDeserializer<GenericRecord> deserializer(Object... more) {
    AvroDeserializer<GenericRecord> deserializer = new AvroDeserializer<>();
    deserializer.configure(settings(more), false);
    return deserializer;
  }

  private static GenericRecord order(String id) {
    GenericRecord order = new GenericData.Record(ORDER);
    order.put("id", id);
    return order;
  }

  @Test
  void aGenericRecord_isReadAsItWasWritten() {
    byte[] bytes = serializer().serialize("orders", order("o-1"));

    assertThat(deserializer().deserialize("orders", bytes)).hasToString("{\"id\": \"o-1\"}");
    assertThat(registry.client().subjects()).containsExactly("orders-com.acme.Order");
  }

  @Test
  void anAgentWithPlainKafka_readsWhatAssentWrites_genericOrGenerated() {
    Delivery delivery = new Samples(4).delivery();
    byte[] bytes = registry.wire().deliveries().encode(delivery);

    GenericRecord generic = deserializer().deserialize("any", bytes);
    assertThat(generic.get("stepIntent")).hasToString(delivery.stepIntent().toString());
    AvroDeserializer<dev.assent.wire.avro.Delivery> specific = new AvroDeserializer<>();
    specific.configure(settings("specific.avro.reader", "true"), false);
    assertThat(DeliveryCodec.fromAvro(specific.deserialize("any", bytes))).isEqualTo(delivery);
  }

  @Test
  void assentReads_whatAPlainSerializerWrites() {
    Delivery delivery = new Samples(5).delivery();
    AvroSerializer<dev.assent.wire.avro.Delivery> serializer = new AvroSerializer<>();
    serializer.configure(settings(), false);

    byte[] bytes = serializer.serialize("t", DeliveryCodec.toAvro(delivery));

    assertThat(registry.wire().deliveries().decode(bytes)).isEqualTo(delivery);
  }

  @Test
  void subjects_areNamedAsTold() {
    serializer(
            "value.subject.name.strategy",
            "io.confluent.kafka.serializers.subject.TopicNameStrategy")
        .serialize("a", order("1"));
    serializer("value.subject.name.strategy", "RecordNameStrategy").serialize("b", order("1"));
    AvroSerializer<GenericRecord> keys = new AvroSerializer<>();
    keys.configure(settings("key.subject.name.strategy", "TopicNameStrategy"), true);
    keys.serialize("c", order("1"));

    assertThat(registry.client().subjects())
        .containsExactlyInAnyOrder("a-value", "com.acme.Order", "c-key");
  }

  @Test
  void withoutAutoRegistration_anUnknownSchemaIsRefused() {
    AvroSerializer<GenericRecord> careful = serializer("auto.register.schemas", "false");

    assertThatThrownBy(() -> careful.serialize("orders", order("1")))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("registered under orders-com.acme.Order");
    registry.client().register("orders-com.acme.Order", ORDER);
    assertThat(careful.serialize("orders", order("1"))).isNotEmpty();
  }

  @Test
  void aTombstone_staysOne() {
    assertThat(serializer().serialize("t", null)).isNull();
    assertThat(deserializer().deserialize("t", null)).isNull();
  }

  @Test
  void wrongSettings_areRefused_sayingWhich() {
    assertThatThrownBy(() -> new AvroSerializer<>().configure(Map.of(), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url");
    assertThatThrownBy(() -> serializer("auto.register.schemas", "yes"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("auto.register.schemas");
    assertThatThrownBy(() -> serializer("value.subject.name.strategy", "MyStrategy"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("TopicRecordNameStrategy");
    assertThatThrownBy(() -> serializer("basic.auth.credentials.source", "USER_INFO"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("basic.auth.user.info");
    assertThatThrownBy(() -> serializer("schema.registry.url", "localhost:8081"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://host:8081");
  }

  @Test
  void kafka_canMakeThemByTheirNames() throws Exception {
    assertThat(Utils.newInstance("dev.assent.wire.AvroSerializer", Object.class))
        .isInstanceOf(AvroSerializer.class);
    assertThat(Utils.newInstance("dev.assent.wire.AvroDeserializer", Object.class))
        .isInstanceOf(AvroDeserializer.class);
  }
}
