package dev.assent.gateway.access;

import dev.assent.contract.id.Workspace;
import dev.assent.platform.directory.Directory;
import dev.assent.wire.directory.DirectoryEntry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the sessions of people whom the settings no longer let in: an address that is no longer
/// among those that may sign in, or that holds more than the settings give. Only a gateway knows
/// its settings, so it revokes what other doors are asked to let in.
@Singleton
final class EmailSessions {
  private static final Logger LOGGER = LoggerFactory.getLogger(EmailSessions.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Directory directory;
  private final LoginSettings settings;
  private final Clock clock;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("assent-email-sessions").factory());

  EmailSessions(Directory directory, LoginSettings settings, Clock clock) {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    var _ = watch.scheduleWithFixedDelay(this::look, 1, EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  @PreDestroy
  void close() {
    watch.shutdownNow();
  }

  private void look() {
    try {
      endOthers();
    } catch (RuntimeException e) {
      LOGGER.atWarn().setCause(e).log("Sessions were not looked through; it is tried again");
    }
  }

  /// Does nothing while keys are still being read.
  void endOthers() {
    if (!directory.ready()) {
      return;
    }
    Workspace place = settings.place();
    directory.keys(place).stream()
        .filter(EmailSessions::cameByEmail)
        .filter(key -> !letIn(key))
        .filter(key -> directory.over(key).isEmpty())
        .forEach(key -> directory.put(key.revoked(clock.instant())).join());
  }

  private static boolean cameByEmail(DirectoryEntry.Key key) {
    return key.session().filter(session -> session.madeWith().isEmpty()).isPresent();
  }

  private boolean letIn(DirectoryEntry.Key key) {
    return settings.allows(key.owner()) && settings.held().containsAll(key.roles());
  }
}
