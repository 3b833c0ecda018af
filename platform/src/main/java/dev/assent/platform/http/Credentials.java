package dev.assent.platform.http;

import dev.assent.contract.people.Principal;
import dev.assent.platform.directory.Directory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who sent a request, by its headers; the same at every door. Real clients send an API key as
/// `x-api-key`, as a bearer token (contract section 0.7), or both: then the key names the workspace
/// and the bearer is who acts, as a person does through a service's key. Of two both must be good,
/// so that nobody acts as one of them by mistake.
public final class Credentials {
  private static final String BEARER = "bearer ";

  /// How [Principal#authenticated] begins for an API key.
  public static final String API_KEY = "api_key:";

  private static final String BESIDE = " beside ";

  private Credentials() {}

  /// The id of the key that a principal came with: of two that of who acts. Empty when it was
  /// something else.
  public static Optional<String> keyId(Principal principal) {
    String how = principal.authenticated();
    int end = how.indexOf(BESIDE);
    return how.startsWith(API_KEY)
        ? Optional.of(how.substring(API_KEY.length(), end < 0 ? how.length() : end))
        : Optional.empty();
  }

  /// Whether there is a key in either header, good or not.
  static boolean areThere(@Nullable String apiKey, @Nullable String authorization) {
    return key(apiKey).isPresent() || bearer(authorization).isPresent();
  }

  private static Optional<String> key(@Nullable String apiKey) {
    return Optional.ofNullable(apiKey).map(String::strip).filter(key -> !key.isEmpty());
  }

  /// @param apiKey the header `x-api-key`, null when it is not there
  /// @param authorization the header `Authorization`, null when it is not there
  /// @param address where the request came from
  /// @throws UnauthenticatedException when there is no key, or one that is not good
  /// @throws ViewUnavailableException while the directory is being read
  public static Principal authenticate(
      Directory directory,
      @Nullable String apiKey,
      @Nullable String authorization,
      Optional<String> address) {
    Optional<String> key = key(apiKey);
    Optional<String> bearer = bearer(authorization);
    if (key.isEmpty() && bearer.isEmpty()) {
      throw new UnauthenticatedException(
          "missing_api_key",
          "expected an API key in the header x-api-key or as a bearer token, but there is none");
    }
    if (key.isPresent() && bearer.isPresent() && !key.equals(bearer)) {
      return both(directory, key.get(), bearer.get(), address);
    }
    return good(directory, key.or(() -> bearer).get(), address, "unauthorized", "API key");
  }

  private static Principal both(
      Directory directory, String apiKey, String bearer, Optional<String> address) {
    Principal machine =
        good(directory, apiKey, address, "unauthorized", "API key in the header x-api-key");
    Principal actor =
        good(directory, bearer, address, "invalid_actor_token", "bearer token beside the API key");
    if (!actor.workspace().equals(machine.workspace())) {
      throw new UnauthenticatedException(
          "invalid_actor_scope",
          "expected a bearer token of the API key's workspace "
              + machine.workspace()
              + ", but it is of another");
    }
    return new Principal(
        actor.kind(),
        actor.id(),
        actor.workspace(),
        actor.scopes(),
        actor.roles(),
        actor.authenticated() + BESIDE + machine.authenticated(),
        actor.address());
  }

  private static Principal good(
      Directory directory, String secret, Optional<String> address, String code, String what) {
    return directory
        .authenticate(secret, address)
        .orElseThrow(
            () ->
                new UnauthenticatedException(
                    code, "expected a valid " + what + ", but this one is unknown or revoked"));
  }

  private static Optional<String> bearer(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    String token = authorization.substring(BEARER.length()).strip();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }
}
