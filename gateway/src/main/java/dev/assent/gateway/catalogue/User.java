package dev.assent.gateway.catalogue;

import java.time.Instant;
import java.util.Optional;

/// A person in the book of nicks. It gives nobody a right: rights come from keys alone.
///
/// @param userId a UUID
/// @param ownerAgent the address under which others reach the person
/// @param nick a [Nick]'s name
/// @param registeredBy the id of who may change it
public record User(
    String userId,
    String ownerAgent,
    String nick,
    Optional<String> displayName,
    Optional<String> phone,
    Optional<String> email,
    String registeredBy,
    Instant createdAt,
    Instant updatedAt) {

  /// What a change may set; what is absent stays as it is.
  public record Details(
      Optional<String> displayName, Optional<String> phone, Optional<String> email) {
    public static final Details NONE =
        new Details(Optional.empty(), Optional.empty(), Optional.empty());
  }

  public User with(Nick newNick, Details details, Instant now) {
    return new User(
        userId,
        ownerAgent,
        newNick.name(),
        details.displayName().or(() -> displayName),
        details.phone().or(() -> phone),
        details.email().or(() -> email),
        registeredBy,
        createdAt,
        now);
  }
}
