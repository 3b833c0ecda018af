package dev.assent.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.wire.connection.KafkaLogin;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final String TOPIC = "kept";

  /// A broker that waits for the killed one's session needs a minute.
  private static final Duration BEFORE_THE_SESSION_ENDS = Duration.ofSeconds(45);

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedOutlivesAKill_andAnOpenTransactionStaysHidden() throws Exception {
    Process process = childBroker();
    try {
      String servers = Loopback.HOST + ":" + port(process);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      }
      KafkaProducer<String, String> killed = producer(servers);
      killed.initTransactions();
      killed.beginTransaction();
      send(killed, "committed");
      killed.commitTransaction();
      killed.beginTransaction();
      send(killed, "left open");
      kill(process);
      killed.close(Duration.ZERO);

      try (EmbeddedBroker again = startedWithin(BEFORE_THE_SESSION_ENDS)) {
        try (KafkaProducer<String, String> producer = producer(again.bootstrapServers())) {
          producer.initTransactions();
          producer.beginTransaction();
          send(producer, "after");
          producer.commitTransaction();
        }
        assertThat(committed(again.bootstrapServers(), 2)).containsExactly("committed", "after");
      }
    } finally {
      kill(process);
    }
  }

  @Test
  void aTakenPortIsRefusedBeforeAnythingIsWritten() throws IOException {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(Loopback.at(0));
      int port = other.getLocalPort();

      assertThatThrownBy(() -> EmbeddedBroker.start(open(folder.resolve("kafka"), port)))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining(Integer.toString(port));
      assertThat(Files.exists(folder.resolve("kafka"))).isFalse();
    }
  }

  private static BrokerOptions open(Path folder, int port) {
    return new BrokerOptions(folder, port, false, Optional.empty());
  }

  @Test
  void whoHasNotTheSecretIsNotLetIn_andTheSecretOutlivesAStart_alsoInAFolderOfBefore()
      throws Exception {
    EmbeddedBroker.start(open(folder, 0)).close(); // as it was before there was a login
    KafkaLogin login = KafkaLogin.fresh();
    for (int start = 0; start < 2; start++) {
      try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.onFreePort(folder, login))) {
        String topic = "topic-" + start;
        try (Admin admin = admin(broker, login.clientProperties())) {
          admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        for (Map<String, String> stranger :
            List.of(
                Map.<String, String>of(),
                KafkaLogin.fresh().clientProperties(),
                new KafkaLogin("admin", login.password()).clientProperties())) {
          assertThatThrownBy(
                  () -> {
                    try (Admin admin = admin(broker, stranger)) {
                      admin.listTopics().names().get(5, TimeUnit.SECONDS);
                    }
                  })
              .isNotNull();
        }
      }
    }
  }

  private static Admin admin(EmbeddedBroker broker, Map<String, String> login) {
    Map<String, Object> properties = new HashMap<>(login);
    properties.put("bootstrap.servers", broker.bootstrapServers());
    properties.put("default.api.timeout.ms", "4000");
    properties.put("request.timeout.ms", "2000");
    return Admin.create(properties);
  }

  private EmbeddedBroker startedWithin(Duration limit) throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      return threads
          .submit(() -> EmbeddedBroker.start(open(folder, 0)))
          .get(limit.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private Process childBroker() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int port(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("port=")) {
        return Integer.parseInt(line.substring("port=".length()));
      }
    }
    throw new IllegalStateException("expected the broker's port, but the process ended");
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private static KafkaProducer<String, String> producer(String servers) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            servers,
            "transactional.id",
            "keeper",
            "transaction.timeout.ms",
            "10000",
            "max.block.ms",
            "30000",
            "request.timeout.ms",
            "5000"),
        new StringSerializer(),
        new StringSerializer());
  }

  private static void send(KafkaProducer<String, String> producer, String value) throws Exception {
    producer.send(new ProducerRecord<>(TOPIC, 0, "key", value)).get();
  }

  private static List<String> committed(String servers, int count) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(Set.of(partition));
      consumer.seekToBeginning(Set.of(partition));
      List<String> values = new ArrayList<>();
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < count && System.nanoTime() < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          values.add(record.value());
        }
      }
      return values;
    }
  }
}
