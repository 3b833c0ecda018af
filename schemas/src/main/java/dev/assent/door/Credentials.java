package dev.assent.door;

import dev.assent.contract.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds an API key in a request's headers. Real clients send it as `x-api-key`, as a bearer token,
/// or both with something else in the other (contract section 0.7).
public final class Credentials {
  private static final String BEARER = "bearer ";

  private Credentials() {}

  /// How [Principal#authenticated] begins for an API key.
  static final String API_KEY = "api_key:";

  /// The id of the key that a principal came with; empty when it was something else.
  public static Optional<String> keyId(Principal principal) {
    return principal.authenticated().startsWith(API_KEY)
        ? Optional.of(principal.authenticated().substring(API_KEY.length()))
        : Optional.empty();
  }

  /// @param apiKey the header `x-api-key`, null when it is not there
  /// @param authorization the header `Authorization`, null when it is not there
  /// @return the secret; empty when neither header has one
  public static Optional<String> secret(@Nullable String apiKey, @Nullable String authorization) {
    if (apiKey != null && !apiKey.isBlank()) {
      return Optional.of(apiKey.strip());
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    String token = authorization.substring(BEARER.length()).strip();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }
}
