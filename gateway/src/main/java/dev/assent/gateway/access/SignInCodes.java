package dev.assent.gateway.access;

import java.time.Duration;
import java.time.Instant;

/// How a code to sign in reaches the person who asked for it.
public interface SignInCodes {
  void send(String email, String code, Duration validFor);

  /// One was asked for, but so many were sent in vain that there is none before this time.
  default void heldBack(String email, Instant until) {}
}
