package dev.assent.gateway.catalogue;

import java.time.Instant;
import java.util.Optional;

/// An invitation to take a nick. Its token is kept as a hash only, which is the document's id.
///
/// @param ownerAgent who invites
/// @param recipientHint who is meant, in the inviter's words
/// @param userId whom it became, once it is accepted
public record Invite(
    String ownerAgent,
    Optional<String> recipientHint,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> acceptedAt,
    Optional<String> userId) {

  public boolean accepted() {
    return acceptedAt.isPresent();
  }

  public boolean over(Instant now) {
    return !accepted() && !now.isBefore(expiresAt);
  }

  public Invite acceptedBy(String user, Instant now) {
    return new Invite(
        ownerAgent, recipientHint, createdAt, expiresAt, Optional.of(now), Optional.of(user));
  }

  /// AXP's word for where it stands.
  public String status(Instant now) {
    if (accepted()) {
      return "accepted";
    }
    return over(now) ? "expired" : "pending";
  }
}
