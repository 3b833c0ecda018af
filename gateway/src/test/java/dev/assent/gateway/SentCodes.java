package dev.assent.gateway;

import dev.assent.gateway.access.ConsoleSignInCodes;
import dev.assent.gateway.access.SignInCodes;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The operator of a test's gateway, who reads the codes.
@Singleton
@Replaces(ConsoleSignInCodes.class)
final class SentCodes implements SignInCodes {
  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final AtomicInteger sent = new AtomicInteger();

  @Override
  public void send(String email, String code, Duration validFor) {
    codes.put(email, code);
    sent.incrementAndGet();
  }

  /// The last code that was sent to an address.
  String to(String email) {
    return Objects.requireNonNull(codes.get(email), () -> "no code for " + email);
  }

  boolean knows(String email) {
    return codes.containsKey(email);
  }

  int sent() {
    return sent.get();
  }
}
