package dev.assent.platform.keys;

import dev.assent.contract.id.SignerKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/// Signs records for the topic of submissions with the key that follows from an API key (ADR 0013):
/// Ed25519 (RFC 8032) with the seed SHA-256(`assent-submission:` + API key), over the record's
/// value as it is produced.
///
/// ```java
/// ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("assent.submissions", value);
/// SubmissionSigner.of(apiKey).sign(record);
/// ```
///
/// Safe for use by many threads.
public final class SubmissionSigner {
  /// The header with the raw public key, 32 bytes.
  public static final String SIGNER = "assent-signer";

  /// The header with the signature, 64 bytes.
  public static final String SIGNATURE = "assent-signature";

  private static final String ALGORITHM = "Ed25519";
  private static final String SEED_PREFIX = "assent-submission:";

  /// What X.509 writes before the 32 bytes of an Ed25519 public key (RFC 8410).
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final PrivateKey secret;
  private final SignerKey key;

  private SubmissionSigner(PrivateKey secret, SignerKey key) {
    this.secret = secret;
    this.key = key;
  }

  public static SubmissionSigner of(String apiKey) {
    try {
      byte[] text = (SEED_PREFIX + apiKey).getBytes(StandardCharsets.UTF_8);
      return ofSeed(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// @param seed 32 bytes, RFC 8032's private key
  static SubmissionSigner ofSeed(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
      byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
      return new SubmissionSigner(
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)),
          SignerKey.of(Arrays.copyOfRange(encoded, X509_PREFIX.length, encoded.length)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /// The public key, by which the directory knows whose signature it is.
  public SignerKey key() {
    return key;
  }

  /// The signature, 64 bytes.
  public byte[] sign(byte[] value) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(value);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected a key that signs, but it does not", e);
    }
  }

  /// Adds both headers.
  public void sign(ProducerRecord<?, byte[]> record) {
    sign(record.headers(), record.value());
  }

  /// Adds both headers; for a serializer, which sees the value before it is sent.
  public void sign(Headers headers, byte[] value) {
    headers.remove(SIGNER).add(SIGNER, key.bytes());
    headers.remove(SIGNATURE).add(SIGNATURE, sign(value));
  }

  /// Whether the owner of this key signed the value.
  public static boolean isSigned(SignerKey by, byte[] value, byte[] signature) {
    try {
      byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + SignerKey.BYTES);
      System.arraycopy(by.bytes(), 0, encoded, X509_PREFIX.length, SignerKey.BYTES);
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
      check.update(value);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // no point of the curve, or not the form of a signature
    }
  }

  /// Gives the generator the seed it asks chance for: the JDK has no other way from a seed to its
  /// public key.
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    private Fixed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException(
            "expected to be asked for " + seed.length + " bytes, but for " + bytes.length);
      }
      System.arraycopy(seed, 0, bytes, 0, seed.length);
    }
  }
}
