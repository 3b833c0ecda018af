package dev.assent.platform.http;

import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.views.ViewUnavailableException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who may look into a service: its metrics, and what its health says beyond up or down. They tell
/// how much is done and by how many, so they are for an auditor's or an administrator's key, unless
/// the operator opens them (`assent.open-metrics`) because nobody else reaches the port.
public final class Operators {
  private final boolean open;
  private final Supplier<Optional<? extends Directory>> directory;

  /// @param directory empty while the service has none yet
  public Operators(boolean open, Supplier<Optional<? extends Directory>> directory) {
    this.open = open;
    this.directory = directory;
  }

  /// Why somebody may not look; empty when they may.
  ///
  /// @param apiKey the header `x-api-key`, null when it is not there
  /// @param authorization the header `Authorization`, null when it is not there
  public Optional<Problem> refusal(@Nullable String apiKey, @Nullable String authorization) {
    if (open) {
      return Optional.empty();
    }
    if (!Credentials.areThere(apiKey, authorization)) {
      return Optional.of(
          Problem.of(
              401,
              "missing_api_key",
              "expected the key of an auditor or an administrator in the header x-api-key or as a"
                  + " bearer token, but there is none; assent.open-metrics opens this to"
                  + " everybody"));
    }
    try {
      Directory keys =
          directory
              .get()
              .orElseThrow(
                  () ->
                      new ViewUnavailableException("expected a directory of keys, but it starts"));
      Principal who = Credentials.authenticate(keys, apiKey, authorization, Optional.empty());
      return who.has(Scope.AUDITOR)
          ? Optional.empty()
          : Optional.of(
              Problem.forbidden(
                  "expected the key of an auditor or an administrator, but this one has "
                      + who.scopes()));
    } catch (UnauthenticatedException e) {
      return Optional.of(e.problem());
    } catch (ViewUnavailableException e) {
      return Optional.of(Problem.of(e));
    }
  }
}
