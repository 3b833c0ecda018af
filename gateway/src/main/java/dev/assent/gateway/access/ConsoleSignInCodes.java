package dev.assent.gateway.access;

import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/// A node without mail shows codes to its operator, who passes them on: on the console, which is
/// the gateway's standard output unless whoever starts it has another, and never in its log.
@Singleton
public final class ConsoleSignInCodes implements SignInCodes {
  private final PrintStream console;

  ConsoleSignInCodes(ConsoleOut console) {
    this.console = console.stream();
  }

  @Override
  public void send(String email, String code, Duration validFor) {
    console.printf(
        "Sign-in code for %s: %s (good for %d minutes)%n", email, code, validFor.toMinutes());
    console.flush();
  }

  @Override
  public void heldBack(String email, Instant until) {
    console.printf(
        "Somebody asks for sign-in codes for %s again and again; the next one is sent after %s%n",
        email, until);
    console.flush();
  }
}
