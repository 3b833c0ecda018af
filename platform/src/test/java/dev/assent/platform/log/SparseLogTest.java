package dev.assent.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

class SparseLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("sparse");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final SparseLog log = new SparseLog(logger, later::add);

  @BeforeEach
  void attach() {
    logger.setAdditive(false);
    logger.addAppender(lines);
    lines.start();
  }

  @AfterEach
  void detach() {
    logger.detachAppender(lines);
  }

  private void garbage(String kind, int records) {
    for (int i = 0; i < records; i++) {
      log.at(Level.ERROR, kind).addKeyValue("offset", i).log("refused");
    }
  }

  private void aMinutePasses() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
  }

  private List<String> written() {
    List<String> written =
        lines.list.stream()
            .map(
                line ->
                    line.getMessage()
                        + (line.getKeyValuePairs() == null
                                ? List.<KeyValuePair>of()
                                : line.getKeyValuePairs())
                            .stream()
                                .map(pair -> " " + pair.key + "=" + pair.value)
                                .collect(Collectors.joining()))
            .toList();
    lines.list.clear();
    return written;
  }

  @Test
  void theFirstOfAKindIsLoggedAtOnce_andTheOthersAsACountEachMinute() {
    garbage("forged", 1_000);
    garbage("unreadable", 1);
    assertThat(written()).containsExactly("refused offset=0", "refused offset=0");

    aMinutePasses();
    assertThat(written())
        .containsExactly("More of the same came and were not logged each kind=forged count=999");

    garbage("forged", 5);
    assertThat(written()).isEmpty();
    aMinutePasses();
    assertThat(written()).singleElement().asString().endsWith("count=5");
  }

  @Test
  void afterAQuietMinuteTheNextOneIsAFirstAgain() {
    garbage("forged", 2);
    aMinutePasses();
    aMinutePasses();
    written();
    assertThat(later).as("nothing is kept of a kind that has ended").isEmpty();

    garbage("forged", 1);

    assertThat(written()).containsExactly("refused offset=0");
  }

  @Test
  void failuresAreOfOneKindWhenTheSameWasThrownAtTheSamePlace() {
    for (int i = 0; i < 3; i++) {
      log.at(Level.WARN, new IllegalStateException("record " + i)).log("broke");
      log.at(Level.WARN, new IllegalArgumentException("record " + i)).log("broke");
    }

    assertThat(written()).hasSize(2);
    aMinutePasses();
    assertThat(written()).hasSize(2).allMatch(line -> line.endsWith("count=2"));
  }
}
