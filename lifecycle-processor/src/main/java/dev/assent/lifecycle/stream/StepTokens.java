package dev.assent.lifecycle.stream;

import dev.assent.contract.id.IntentId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The tokens by which an agent's report proves that its sender was handed the step (ADR 0013): an
/// HMAC-SHA256 over step intent, attempt and agent, which needs no memory to be checked. A token is
/// good for as long as its step is.
public final class StepTokens {
  /// The shortest secret, in bytes of UTF-8.
  public static final int SECRET_BYTES_MIN = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final Optional<SecretKeySpec> secret;

  private StepTokens(Optional<SecretKeySpec> secret) {
    this.secret = secret;
  }

  /// Deliveries carry no token, and nothing is accepted as one.
  public static StepTokens none() {
    return new StepTokens(Optional.empty());
  }

  /// @throws IllegalArgumentException when the secret is too short
  public static StepTokens of(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < SECRET_BYTES_MIN) {
      throw new IllegalArgumentException(
          "expected a secret for step tokens of at least "
              + SECRET_BYTES_MIN
              + " bytes, but it has "
              + bytes.length);
    }
    return new StepTokens(Optional.of(new SecretKeySpec(bytes, ALGORITHM)));
  }

  boolean known() {
    return secret.isPresent();
  }

  /// @param agent its full address
  /// @return empty text when there is no secret
  String of(IntentId step, String agent, int attempt) {
    return secret.map(key -> hmac(key, step, agent, attempt)).orElse("");
  }

  /// In a time that does not tell how much of it is right.
  boolean isGood(String token, IntentId step, String agent, int attempt) {
    return known()
        && MessageDigest.isEqual(
            of(step, agent, attempt).getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  /// What comes first has a fixed form, so no two steps read the same.
  private static String hmac(SecretKeySpec key, IntentId step, String agent, int attempt) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String text = step + "\n" + attempt + "\n" + agent;
      byte[] hmac = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
