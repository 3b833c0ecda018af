package dev.assent.lifecycle.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The cluster's topics as they were a moment ago, looked up again every second in the background.
///
/// A topic that is not among them is asked for once more on the spot, with a short deadline,
/// because it may have just been created; a "no" is kept until the next look-up. In doubt (no
/// answer, or deleted less than a second ago) it is taken for there: then the write fails, the
/// transaction is undone and the same command meets a newer list.
public final class KnownTopics implements AgentTopics, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(KnownTopics.class);
  private static final Duration LOOK_UP_EVERY = Duration.ofSeconds(1);
  private static final Duration ASK_AT_MOST = Duration.ofMillis(500);

  private final Admin admin;
  private final Doubts doubts;
  private final Set<String> missing = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Set<String> known = Set.of();

  /// @param doubts about those that exist
  public KnownTopics(Admin admin, Doubts doubts) {
    this.admin = admin;
    this.doubts = doubts;
    Thread.ofPlatform().daemon().name("assent-known-topics").start(this::keepLooking);
  }

  @Override
  public Optional<NotTaken> against(String topic, byte[] key, byte[] value) {
    return exists(topic) ? doubts.against(topic, key, value) : Optional.of(NotTaken.missing(topic));
  }

  private boolean exists(String topic) {
    return known.contains(topic) || (!missing.contains(topic) && ask(topic));
  }

  private boolean ask(String topic) {
    try {
      Map<String, ?> found =
          admin.listTopics().namesToListings().get(ASK_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
      if (!found.containsKey(topic)) {
        missing.add(topic);
        return false;
      }
      known = Set.copyOf(found.keySet());
      return true;
    } catch (ExecutionException | TimeoutException e) {
      LOGGER
          .atWarn()
          .addKeyValue("topic", topic)
          .setCause(e)
          .log("Could not ask whether an agent's topic exists");
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void keepLooking() {
    try {
      do {
        lookUp();
      } while (!closed.await(LOOK_UP_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookUp() throws InterruptedException {
    try {
      known = Set.copyOf(admin.listTopics().names().get(10, TimeUnit.SECONDS));
      missing.clear();
    } catch (ExecutionException | TimeoutException e) {
      LOGGER.atDebug().setCause(e).log("Could not list the topics; the last list stays");
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
