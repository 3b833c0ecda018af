package dev.assent.contract;

import java.util.List;
import java.util.Optional;

/// What the author of a request that is taken should know of it. The door that read the request
/// finds it out, and it travels with the command to the answer, so that it is told through whatever
/// door the answer comes. It is no part of what is asked: nothing is decided by it, and a request
/// is the same request whatever it says.
///
/// @param warnings sentences, each on something that has no effect, or another than it seems to
///   have
/// @param nearestType the intent type with a policy that somebody may have meant who wrote one that
///   has none; empty where the type has a policy or none is near
public record Advice(List<String> warnings, Optional<String> nearestType) {
  /// There is nothing to tell.
  public static final Advice NONE = new Advice(List.of(), Optional.empty());

  public Advice {
    warnings = List.copyOf(warnings);
  }
}
