package dev.assent.gateway.api;

import java.time.Duration;

/// How a code to sign in reaches the person who asked for it.
@FunctionalInterface
public interface SignInCodes {
  void send(String email, String code, Duration validFor);
}
