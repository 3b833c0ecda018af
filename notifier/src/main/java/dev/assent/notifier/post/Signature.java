package dev.assent.notifier.post;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How a receiver knows that a body is ours (contract section 3.3): an HMAC-SHA256 of it under the
/// secret that both have.
public final class Signature {
  public static final String HEADER = "X-Axme-Signature";

  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /// The header's value.
  ///
  /// @param secret not empty
  public static String of(byte[] body, byte[] secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
