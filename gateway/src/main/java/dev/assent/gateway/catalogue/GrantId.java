package dev.assent.gateway.catalogue;

import dev.assent.contract.value.Hash;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The id of a terminal that wants to be let in. All that is to know of it follows from it: until
/// when it is good, the code that people compare, and the secret of the key that the terminal gets.
/// So a terminal that waits costs a gateway nothing, and fetching the key changes nothing: it can
/// be computed again, by whoever has the id.
///
/// @param text 256 bits in base64 for URLs, 192 of them random
/// @param expiresAt whole seconds
public record GrantId(String text, Instant expiresAt) {
  private static final int RANDOM_BYTES = 24;
  private static final int BYTES = Long.BYTES + RANDOM_BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Letters and digits that nobody takes for one another.
  private static final String LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789";

  private static final int CODE_LENGTH = 8;

  public static GrantId fresh(Instant expiresAt) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    byte[] id = ByteBuffer.allocate(BYTES).putLong(expiresAt.getEpochSecond()).put(random).array();
    return new GrantId(
        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
        Instant.ofEpochSecond(expiresAt.getEpochSecond()));
  }

  /// @param latest no id is good for longer
  /// @return empty when it is none
  public static Optional<GrantId> parse(String text, Instant latest) {
    try {
      byte[] id = Base64.getUrlDecoder().decode(text);
      long seconds = id.length == BYTES ? ByteBuffer.wrap(id).getLong() : Long.MAX_VALUE;
      return seconds >= 0 && seconds <= latest.getEpochSecond()
          ? Optional.of(new GrantId(text, Instant.ofEpochSecond(seconds)))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Under which it is kept.
  public String hash() {
    return Hash.of(text).hex();
  }

  /// What terminal and browser both show.
  public String userCode() {
    BigInteger rest = new BigInteger(1, derived("assent sign-in code"));
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < CODE_LENGTH; i++) {
      BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(LETTERS.length()));
      code.append(i == CODE_LENGTH / 2 ? "-" : "").append(LETTERS.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return code.toString();
  }

  /// The secret of the key that the terminal gets.
  public String secret() {
    return "assent_login_"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(derived("assent sign-in key"));
  }

  private byte[] derived(String what) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
      return mac.doFinal(what.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "GrantId[" + hash() + "]";
  }
}
