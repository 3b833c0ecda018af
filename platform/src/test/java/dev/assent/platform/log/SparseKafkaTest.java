package dev.assent.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SparseKafkaTest {
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void start() {
    lines.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(lines);
    context.addTurboFilter(new SparseKafka());
  }

  @Test
  void aBrokerThatIsAwayIsOneLineHoweverManyClientsSayIt() {
    Logger kafka = context.getLogger("org.apache.kafka.clients.NetworkClient");
    for (int i = 0; i < 1000; i++) {
      kafka.warn(
          "[Consumer clientId=consumer-" + i + "] Connection to node {} could not be established.",
          i);
    }

    assertThat(lines.list).hasSize(1);
  }

  @Test
  void anotherKindAndAWorseLevelAreLinesOfTheirOwn() {
    Logger kafka = context.getLogger("org.apache.kafka.clients.NetworkClient");
    kafka.warn("[A] Connection to node {} could not be established.", 1);
    kafka.error("[A] Connection to node {} could not be established.", 1);
    kafka.warn("[A] Bootstrap broker {} disconnected", 1);

    assertThat(lines.list).hasSize(3);
  }

  @Test
  void ourOwnLinesAreAllThere() {
    Logger own = context.getLogger("dev.assent.platform.views.Views");
    own.warn("the same");
    own.warn("the same");

    assertThat(lines.list).hasSize(2);
  }
}
