package dev.assent.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// An agent with Apache's own clients: its own topic in, assent.reports out. A restart of the node
/// does not end it.
final class PlainKafkaAgent {
  private static final String REPORTS = "assent.reports";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Map<Integer, Schema> SCHEMAS = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    Properties reading = kafka();
    reading.put("group.id", "infra-validator-java");
    reading.put("auto.offset.reset", "earliest");
    reading.put("enable.auto.commit", false);
    reading.put("isolation.level", "read_committed");
    // A report waits for the node, however long that is away.
    Properties writing = kafka();
    writing.put("acks", "all");
    writing.put("max.block.ms", Long.MAX_VALUE);
    writing.put("delivery.timeout.ms", Integer.MAX_VALUE);
    // The schema this program was written for, whatever came later.
    Schema schema = new Schema.Parser().parse(Files.readString(Path.of("../schemas/Report.avsc")));
    int id = id(REPORTS + "-" + schema.getFullName(), schema);
    try (var consumer =
            new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var producer =
            new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
      consumer.subscribe(List.of("assent.agent.local.default.infra-validator"));
      while (true) {
        for (var message : consumer.poll(Duration.ofSeconds(1))) {
          GenericRecord delivery = read(message.value());
          byte[] report = write(id, report(schema, delivery));
          producer.send(new ProducerRecord<>(REPORTS, report)).get(); // acknowledged
          System.out.println("validated " + delivery.get("intent"));
        }
        consumer.commitAsync(); // if this fails, the next one stands for both
      }
    }
  }

  /// How the broker is reached and lets us in.
  private static Properties kafka() throws IOException {
    Properties kafka = new Properties();
    try (var file = Files.newBufferedReader(Path.of(System.getenv("ASSENT_KAFKA_CONFIG")))) {
      kafka.load(file);
    }
    kafka.put("bootstrap.servers", System.getenv("ASSENT_BOOTSTRAP_SERVERS"));
    return kafka;
  }

  private static GenericRecord report(Schema schema, GenericRecord delivery) {
    String once = delivery.get("stepIntent") + "/" + delivery.get("attempt");
    return new GenericRecordBuilder(schema)
        // The same for the same delivery: a report that is sent twice is carried out once.
        .set("requestId", UUID.nameUUIDFromBytes(once.getBytes(UTF_8)).toString())
        .set("stepIntent", delivery.get("stepIntent"))
        .set("agent", delivery.get("agent"))
        .set("attempt", delivery.get("attempt"))
        .set("token", delivery.get("token"))
        .set("kind", "COMPLETE")
        .set("body", "{\"action\": \"complete\", \"validation\": \"passed\"}")
        .build();
  }

  /// Confluent's wire format: a zero, the schema's id in four bytes, then Avro.
  private static GenericRecord read(byte[] value) throws IOException, InterruptedException {
    int id = ByteBuffer.wrap(value, 1, 4).getInt();
    if (!SCHEMAS.containsKey(id)) {
      String schema =
          registry(HttpRequest.newBuilder(), "/schemas/ids/" + id).get("schema").asText();
      SCHEMAS.put(id, new Schema.Parser().parse(schema));
    }
    return new GenericDatumReader<GenericRecord>(SCHEMAS.get(id))
        .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
  }

  private static byte[] write(int id, GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(5).putInt(1, id).array());
    new GenericDatumWriter<GenericRecord>(record.getSchema())
        .write(record, EncoderFactory.get().directBinaryEncoder(bytes, null));
    return bytes.toByteArray();
  }

  /// Under which id the registry has the schema.
  private static int id(String subject, Schema schema) throws InterruptedException {
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    HttpRequest.Builder asking =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return registry(asking, "/subjects/" + subject).get("id").asInt();
  }

  /// Asks until there is an answer: after a restart Kafka may be there before the registry.
  private static JsonNode registry(HttpRequest.Builder asking, String path)
      throws InterruptedException {
    URI uri = URI.create(System.getenv("ASSENT_REGISTRY_URL") + path);
    HttpRequest request = asking.uri(uri).timeout(Duration.ofSeconds(10)).build();
    while (true) {
      try {
        var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return JSON.readTree(answer.body());
        }
        System.err.println(answer);
      } catch (IOException e) {
        System.err.println("no answer from " + uri + ": " + e);
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }
}
