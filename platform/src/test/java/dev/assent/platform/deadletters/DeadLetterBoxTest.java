package dev.assent.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.assent.wire.TestBroker;
import dev.assent.wire.connection.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterBoxTest {
  private static final byte[] KEY = "k".getBytes(StandardCharsets.UTF_8);
  private static final byte[] VALUE = {9, 8, 7};

  private Connection connection;

  @BeforeEach
  void topics() throws Exception {
    connection = TestBroker.freshTopics();
  }

  @Test
  void aDeadLetterKeepsItsBytesAndTellsWhereItComesFromAndWhy() throws Exception {
    DeadLetter.Origin origin = origin();
    keep(origin);

    DeadLetter letter = box().list().getFirst();
    assertThat(letter.origin()).isEqualTo(origin);
    assertThat(letter.key()).hasValue(Bytes.wrap(KEY));
    assertThat(letter.value()).hasValue(Bytes.wrap(VALUE));
    assertThat(letter.cause()).isEqualTo("expected better bytes, but got these");
    assertThat(letter.component()).isEqualTo("test");
    assertThat(DeadLetter.text(letter.headers(), "traceparent")).isEqualTo("00-1");
    assertThat(letter.replayed()).isEmpty();
  }

  @Test
  void aReplaySendsTheSameBytesToTheSamePartition_andTheListTellsOfIt() throws Exception {
    DeadLetter.Origin origin = origin();
    keep(origin);
    keep(origin(42));
    DeadLetter first = box().list().getFirst();

    box().replay(first);

    ConsumerRecord<byte[], byte[]> again = readOnly(origin);
    assertThat(again.key()).isEqualTo(KEY);
    assertThat(again.value()).isEqualTo(VALUE);
    assertThat(DeadLetter.text(again.headers(), "traceparent")).isEqualTo("00-1");
    assertThat(DeadLetter.text(again.headers(), DeadLetter.REPLAY_OF)).isEqualTo(first.id());
    assertThat(again.headers().headers(DeadLetter.CAUSE)).isEmpty();
    List<DeadLetter> letters = box().list();
    assertThat(letters).hasSize(2);
    assertThat(letters)
        .filteredOn(letter -> letter.replayed().isPresent())
        .extracting(DeadLetter::id)
        .containsExactly(first.id());
  }

  @Test
  void aRecordThatIsReadAgainIsTheSameLetter() throws Exception {
    keep(origin());
    keep(origin());

    assertThat(box().list()).hasSize(1);
  }

  @Test
  void aReplayThatFailsAgainIsALetterOfItsOwn() throws Exception {
    keep(origin());
    box().replay(box().list().getFirst());
    ConsumerRecord<byte[], byte[]> again = readOnly(origin());
    try (DeadLetters letters = new DeadLetters(connection, "test", Clock.systemUTC())) {
      letters
          .keep(
              origin(again.offset()),
              again.key(),
              again.value(),
              again.headers(),
              new IllegalStateException("x"))
          .get(30, TimeUnit.SECONDS);
    }

    assertThat(box().list()).hasSize(2).extracting(DeadLetter::cause).contains("x");
  }

  @Test
  void aRecordThatSomebodyElseWroteIsListedButNotReplayed() throws Exception {
    try (KafkaProducer<byte[], byte[]> raw = TestBroker.producer(connection)) {
      raw.send(new ProducerRecord<>(connection.topics().deadLetters().name(), KEY, VALUE))
          .get(30, TimeUnit.SECONDS);
    }
    DeadLetter foreign = box().list().getFirst();

    assertThat(foreign.value()).hasValue(Bytes.wrap(VALUE));
    assertThatThrownBy(() -> box().replay(foreign)).hasMessageContaining("origin");
  }

  private DeadLetterBox box() {
    return new DeadLetterBox(connection, Clock.systemUTC());
  }

  private DeadLetter.Origin origin() {
    return origin(41);
  }

  private DeadLetter.Origin origin(long offset) {
    return new DeadLetter.Origin(
        connection.topics().commands().name(), 1, offset, 1_700_000_000_000L);
  }

  private void keep(DeadLetter.Origin origin) throws Exception {
    Headers headers = new RecordHeaders();
    DeadLetter.add(headers, "traceparent", "00-1");
    try (DeadLetters letters = new DeadLetters(connection, "test", Clock.systemUTC())) {
      letters
          .keep(
              origin,
              KEY,
              VALUE,
              headers,
              new IllegalArgumentException("expected better bytes, but got these"))
          .get(30, TimeUnit.SECONDS);
    }
  }

  private ConsumerRecord<byte[], byte[]> readOnly(DeadLetter.Origin origin) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(origin.topic(), origin.partition());
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInSameThread()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
                return !found.isEmpty();
              });
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }
}
