package dev.assent.gateway.catalogue;

import java.time.Instant;
import java.util.Optional;

/// Somebody who wants to sign in and has been sent a code.
///
/// @param codeHash how the code is kept: [Codes]
/// @param attempts how often a code was tried
/// @param usedAt when the right one came
public record SignIn(
    String email,
    String codeHash,
    int attempts,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt) {

  public boolean open(Instant now) {
    return usedAt.isEmpty() && now.isBefore(expiresAt);
  }

  public SignIn tried() {
    return new SignIn(email, codeHash, attempts + 1, createdAt, expiresAt, usedAt);
  }

  public SignIn used(Instant now) {
    return new SignIn(email, codeHash, attempts, createdAt, expiresAt, Optional.of(now));
  }
}
