package dev.assent.gateway.access;

import dev.assent.platform.http.Problem;
import dev.assent.platform.keys.SecretBox;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.SealedSecret;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Seals the secrets that the notifier signs with. Nothing here answers with one.
@Singleton
public final class Secrets {
  private final Optional<SecretBox> box;

  Secrets(@Value("${assent.webhooks.key:}") String key) {
    this.box = SecretBox.ofSetting(Optional.of(key));
  }

  /// @param row the directory's key of the row that keeps it
  public SealedSecret seal(String secret, String row) {
    return box.orElseThrow(Secrets::cannotBeKept).seal(secret, row);
  }

  /// Whether a row keeps this very secret.
  public boolean isSealed(String secret, Optional<SealedSecret> kept, String row) {
    return box.flatMap(b -> kept.flatMap(one -> b.open(one, row)))
        .filter(open -> new String(open, StandardCharsets.UTF_8).equals(secret))
        .isPresent();
  }

  private static Refused cannotBeKept() {
    return new Refused(
        Problem.of(
            503,
            "secrets_not_kept",
            "expected a gateway that can keep secrets, but its operator has not set"
                + " ASSENT_WEBHOOKS_KEY; without a secret deliveries are not signed"));
  }
}
