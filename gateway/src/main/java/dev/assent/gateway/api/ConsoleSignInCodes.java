package dev.assent.gateway.api;

import jakarta.inject.Singleton;
import java.time.Duration;

/// A node without mail shows codes to its operator, who passes them on: on the gateway's standard
/// output, and never in its log.
@Singleton
public final class ConsoleSignInCodes implements SignInCodes {
  @Override
  public void send(String email, String code, Duration validFor) {
    System.out.printf(
        "Sign-in code for %s: %s (good for %d minutes)%n", email, code, validFor.toMinutes());
    System.out.flush();
  }
}
