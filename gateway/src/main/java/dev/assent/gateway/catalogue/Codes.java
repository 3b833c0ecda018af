package dev.assent.gateway.catalogue;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// One-time codes of six digits, and how they are kept. There are only a million of them, so a
/// plain hash would hide nothing: each try costs 100 000 rounds, and a million tries take longer
/// than a code lives.
public final class Codes {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ROUNDS = 100_000;
  private static final int BITS = 256;

  private Codes() {}

  public static String fresh() {
    return "%06d".formatted(RANDOM.nextInt(1_000_000));
  }

  /// `salt:hash`, both in base64.
  public static String hash(String code) {
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    return base64(salt) + ":" + base64(stretched(code, salt));
  }

  public static boolean matches(String code, String hash) {
    String[] parts = hash.split(":", 2);
    byte[] salt = Base64.getDecoder().decode(parts[0]);
    return MessageDigest.isEqual(stretched(code, salt), Base64.getDecoder().decode(parts[1]));
  }

  private static byte[] stretched(String code, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(code.toCharArray(), salt, ROUNDS, BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
