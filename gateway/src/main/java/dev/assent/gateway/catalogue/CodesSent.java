package dev.assent.gateway.catalogue;

import dev.assent.contract.value.Hash;
import java.time.Duration;
import java.time.Instant;

/// How many sign-in codes an account was sent of late. The account has one such count for the whole
/// world, and one more for each place where somebody has signed in to it: so a stranger who asks
/// for code after code holds up strangers only.
///
/// @param sent since somebody last signed in, or since it was last quiet
/// @param lastAt when the last one was sent, or somebody signed in
public record CodesSent(String email, int sent, Instant lastAt) {
  /// After so long without a code the count begins anew.
  public static final Duration QUIET = Duration.ofDays(1);

  /// How long a place is known at which somebody signed in.
  private static final Duration KNOWN = Duration.ofDays(90);

  /// The document's id of the count for the whole world.
  public static String anywhere(String email) {
    return Hash.of(email).hex();
  }

  /// The document's id of the count for a place.
  public static String at(String email, String place) {
    return Hash.of(email + "|" + place).hex();
  }

  /// How many count still.
  public int counted(Instant now) {
    return now.isBefore(lastAt.plus(QUIET)) ? sent : 0;
  }

  /// One more is sent.
  public CodesSent another(Instant now) {
    return new CodesSent(email, counted(now) + 1, now);
  }

  public boolean over(Instant now) {
    return !now.isBefore(lastAt.plus(KNOWN));
  }
}
