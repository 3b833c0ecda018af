package dev.assent.contract.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 as 64 lower-case hex digits: of the content a person was shown, or of a request's
/// body.
public record Hash(String hex) {
  private static final int DIGITS = 64;

  public Hash {
    if (!isHex(hex)) {
      throw new IllegalArgumentException(
          "expected 64 lower-case hex digits, but got '" + hex + "'");
    }
  }

  public static Hash of(Json content) {
    return of(content.text());
  }

  public static Hash of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Hash of(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Hash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return text.length() == DIGITS;
  }

  @Override
  public String toString() {
    return hex;
  }
}
