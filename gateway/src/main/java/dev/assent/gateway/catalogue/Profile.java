package dev.assent.gateway.catalogue;

import java.util.Optional;

/// What a person who signed in says about themselves.
public record Profile(Optional<String> displayName, Optional<String> company) {
  public static final Profile EMPTY = new Profile(Optional.empty(), Optional.empty());
}
