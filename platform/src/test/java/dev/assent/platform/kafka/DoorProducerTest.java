package dev.assent.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DoorProducerTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final AtomicLong setBacks = new AtomicLong(3);
  private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();
  private final DoorProducer producer = new DoorProducer(this::fresh, setBacks::get, SOON);

  private MockProducer<byte[], byte[]> fresh() {
    made.add(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()));
    return made.getLast();
  }

  private void send() {
    var _ = producer.send(new ProducerRecord<>("topic", new byte[1]), (_, _) -> {});
  }

  @Test
  void whileTheClockGoesOn_oneSendsEverything() {
    send();
    send();

    assertThat(made).singleElement().satisfies(one -> assertThat(one.history()).hasSize(2));
  }

  @Test
  void onceTheClockWasSetBack_aNewOneSends_andTheOldOneIsClosed() {
    send();
    setBacks.incrementAndGet();
    send();
    send();

    assertThat(made).hasSize(2);
    assertThat(made.getFirst().history()).hasSize(1);
    assertThat(made.getLast().history()).hasSize(2);
    await().atMost(SOON).until(made.getFirst()::closed);
    assertThat(made.getLast().closed()).isFalse();
  }

  @Test
  void oneThatIsClosed_isNotMadeAnew() {
    producer.close();
    setBacks.incrementAndGet();

    assertThat(made).singleElement().satisfies(one -> assertThat(one.closed()).isTrue());
  }
}
