package dev.assent.gateway.access;

import dev.assent.platform.directory.Directory;
import io.micronaut.context.ApplicationContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// What is done to sessions in the background, for tests of the API.
public final class TestSessions {
  private TestSessions() {}

  /// As a gateway does that lets in this address and no other.
  public static void lookThrough(ApplicationContext gateway, String email) {
    EmailSessions sessions =
        new EmailSessions(
            gateway.getBean(Directory.class),
            new LoginSettings(List.of(email), List.of(), "local/default", Duration.ZERO),
            gateway.getBean(Clock.class));
    try {
      sessions.endOthers();
    } finally {
      sessions.close();
    }
  }
}
