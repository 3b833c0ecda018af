package dev.assent.platform.kafka;

import dev.assent.platform.kafka.Progress.Seen;
import dev.assent.platform.kafka.Progress.Standing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every few seconds whether the partitions of a service move, on a thread of its own: who
/// asks how the service is gets the last answer. Brokers that do not answer say nothing about
/// progress, but a service that cannot ask them cannot answer either.
public final class ProgressWatch implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ProgressWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  /// While a start waits for it.
  private static final Duration LOOK_EVERY_AT_START = Duration.ofMillis(100);

  private final Progress progress;
  private final Look look;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private List<Standing> told = List.of();
  private boolean silent;

  /// What is worked on here, and how far it is.
  @FunctionalInterface
  public interface Look {
    Map<TopicPartition, Seen> look()
        throws InterruptedException, ExecutionException, TimeoutException;
  }

  private ProgressWatch(Progress progress, Look look, String name) {
    this.progress = progress;
    this.look = look;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /// @param name of its thread
  public static ProgressWatch start(String name, Duration patience, Look look) {
    Progress progress = new Progress(patience, System::nanoTime, Clock.systemUTC());
    ProgressWatch watch = new ProgressWatch(progress, look, name);
    watch.thread.start();
    return watch;
  }

  /// Whether everything has moved since the start, or had nothing to do.
  public boolean proven() {
    return progress.proven();
  }

  /// Whether the brokers answer.
  public boolean answered() {
    return progress.answered();
  }

  /// As of the last look, which is seconds ago ([Progress#behind]).
  public OptionalLong behind(String topic) {
    return progress.behind(topic);
  }

  public List<Standing> standing() {
    return progress.standing();
  }

  private void run() {
    try {
      do {
        lookOnce();
      } while (!closed.await(pause().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration pause() {
    return progress.proven() ? LOOK_EVERY : LOOK_EVERY_AT_START;
  }

  private void lookOnce() throws InterruptedException {
    try {
      progress.look(look.look());
    } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException e) {
      LOGGER.atDebug().setCause(e).log("Nobody told how far the partitions are");
    }
    tellOfSilence();
    List<Standing> now = progress.standing();
    if (!now.equals(told)) {
      for (Standing standing : now) {
        LOGGER
            .atError()
            .addKeyValue("topic", standing.partition().topic())
            .addKeyValue("partition", standing.partition().partition())
            .addKeyValue("offset", standing.offset())
            .addKeyValue("since", standing.since())
            .log("A partition stands still");
      }
      told = now;
    }
  }

  private void tellOfSilence() {
    boolean now = !progress.answered();
    if (now && !silent) {
      LOGGER.warn("The brokers do not answer; the service is not ready until they do");
    } else if (silent && !now) {
      LOGGER.info("The brokers answer again");
    }
    silent = now;
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
