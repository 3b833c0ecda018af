package dev.assent.platform.keys;

import dev.assent.wire.directory.SealedSecret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals the secrets that deliveries to other people's servers are signed with (ADR 0017): an HMAC
/// needs the secret itself, so a hash will not do. AES-256-GCM, under a key that is on no topic;
/// the name of the row is bound to it, so a sealed secret is of no use in another row.
public final class SecretBox {
  /// The shortest key, in bytes of UTF-8.
  public static final int KEY_BYTES_MIN = 32;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String VERSION = "1.";
  private static final String KEY_PREFIX = "assent-webhooks:";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HINT_LENGTH = 4;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  private SecretBox(SecretKeySpec key) {
    this.key = key;
  }

  /// @param key the setting `assent.webhooks.key`
  /// @throws IllegalArgumentException when it is too short
  public static SecretBox of(String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < KEY_BYTES_MIN) {
      throw new IllegalArgumentException(
          "expected assent.webhooks.key to have at least "
              + KEY_BYTES_MIN
              + " bytes, but it has "
              + bytes);
    }
    return new SecretBox(new SecretKeySpec(sha256(KEY_PREFIX + key), "AES"));
  }

  /// The box of the setting, where it is set.
  public static Optional<SecretBox> ofSetting(Optional<String> key) {
    return key.filter(text -> !text.isBlank()).map(SecretBox::of);
  }

  /// @param row the directory's key of the row that keeps it
  public SealedSecret seal(String secret, String row) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, row);
      byte[] text = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      byte[] all = ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array();
      return new SealedSecret(
          VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(all),
          secret.substring(Math.max(0, secret.length() - HINT_LENGTH)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CIPHER, e);
    }
  }

  /// The secret; empty when it was sealed under another key or for another row.
  public Optional<byte[]> open(SealedSecret kept, String row) {
    if (!kept.text().startsWith(VERSION)) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(kept.text().substring(VERSION.length()));
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, row);
      return Optional.of(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String row) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(row.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
