package dev.assent.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// An agent in Java with Apache's own libraries and nothing of Assent: kafka-clients, generic Avro,
/// the JDK's HTTP client. A restart of the node does not end it.
final class PlainKafkaAgent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Map<Integer, Schema> SCHEMAS = new HashMap<>();

  private PlainKafkaAgent() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", System.getenv("ASSENT_BOOTSTRAP_SERVERS"),
            "group.id", "infra-validator-java",
            "auto.offset.reset", "earliest",
            "enable.auto.commit", false,
            "isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("assent.agent.local.default.infra-validator"));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
          GenericRecord delivery = read(message.value());
          int status = report(delivery.get("stepIntent").toString(), delivery.get("attempt"));
          // 409: this delivery was answered before
          String word = status == 200 ? "validated " : "answered " + status + " ";
          System.out.println(word + delivery.get("intent"));
        }
        consumer.commitSync();
      }
    }
  }

  /// Confluent's wire format: a zero, the schema's id, then Avro.
  private static GenericRecord read(byte[] value) throws IOException, InterruptedException {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    if (bytes.get() != 0) {
      throw new IOException("expected the wire format's 0 in front, but it is not there");
    }
    Schema schema = schema(bytes.getInt());
    return new GenericDatumReader<GenericRecord>(schema)
        .read(
            null,
            DecoderFactory.get().binaryDecoder(value, bytes.position(), bytes.remaining(), null));
  }

  private static Schema schema(int id) throws IOException, InterruptedException {
    Schema known = SCHEMAS.get(id);
    if (known == null) {
      URI uri = URI.create(System.getenv("ASSENT_REGISTRY_URL") + "/schemas/ids/" + id);
      String body = HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      JsonNode answer = JSON.readTree(body);
      known = new Schema.Parser().parse(answer.get("schema").asText());
      SCHEMAS.put(id, known);
    }
    return known;
  }

  private static int report(String step, Object attempt) throws InterruptedException {
    URI uri = URI.create(System.getenv("ASSENT_GATEWAY_URL") + "/v1/intents/" + step + "/resume");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("x-api-key", System.getenv("ASSENT_AGENT_KEY"))
            .header("idempotency-key", step + "/" + attempt)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"action\":\"complete\",\"validation\":\"passed\"}"))
            .build();
    while (true) { // after a restart Kafka is there before the gateway
      try {
        int status = HTTP.send(request, BodyHandlers.ofString()).statusCode();
        if (status < 500) {
          return status;
        }
      } catch (IOException _) {
        // no answer: sent again under the same key
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }
}
