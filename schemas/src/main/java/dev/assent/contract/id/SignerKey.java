package dev.assent.contract.id;

import java.util.HexFormat;

/// A raw Ed25519 public key of 32 bytes, as 64 lower-case hex digits.
public record SignerKey(String hex) {
  public static final int BYTES = 32;

  public SignerKey {
    if (hex.length() != 2 * BYTES || !hex.matches("[0-9a-f]*")) {
      throw new IllegalArgumentException(
          "expected 64 lower-case hex digits, but got '" + hex + "'");
    }
  }

  public static SignerKey of(byte[] raw) {
    return new SignerKey(HexFormat.of().formatHex(raw));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
