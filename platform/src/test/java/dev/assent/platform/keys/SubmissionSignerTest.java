package dev.assent.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.id.SignerKey;
import dev.assent.platform.Samples;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionSignerTest {
  private static final byte[] VALUE = "a value".getBytes(StandardCharsets.UTF_8);

  /// The first three test vectors of RFC 8032, section 7.1.
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void theRfcsVectors(String seed, String key, String message, String signature) {
    HexFormat hex = HexFormat.of();
    SubmissionSigner signer = SubmissionSigner.ofSeed(hex.parseHex(seed));

    assertThat(signer.key()).isEqualTo(new SignerKey(key));
    assertThat(hex.formatHex(signer.sign(hex.parseHex(message)))).isEqualTo(signature);
    assertThat(
            SubmissionSigner.isSigned(signer.key(), hex.parseHex(message), hex.parseHex(signature)))
        .isTrue();
  }

  @Test
  void anApiKeysSigner_isAlwaysTheSame_andItsPublicKeyIsInTheDirectory() {
    NewKey key =
        NewKey.create(
            "assent_initiator",
            Samples.WORKSPACE,
            dev.assent.contract.people.Principal.Kind.SERVICE,
            "billing",
            java.util.Set.of(),
            java.util.Set.of(),
            Samples.NOON);

    assertThat(key.entry().signer()).hasValue(SubmissionSigner.of(key.secret()).key());
    assertThat(SubmissionSigner.of("assent_initiator_abc").key())
        .isEqualTo(SubmissionSigner.of("assent_initiator_abc").key())
        .isNotEqualTo(SubmissionSigner.of("assent_initiator_abd").key());
  }

  @Test
  void bothHeaders_areOnASignedRecord_onceHoweverOftenItIsSigned() {
    SubmissionSigner signer = SubmissionSigner.of("a key");
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("t", VALUE);

    signer.sign(record);
    signer.sign(record);

    assertThat(record.headers()).hasSize(2);
    byte[] by = Objects.requireNonNull(record.headers().lastHeader("assent-signer")).value();
    byte[] signature =
        Objects.requireNonNull(record.headers().lastHeader("assent-signature")).value();
    assertThat(SubmissionSigner.isSigned(SignerKey.of(by), VALUE, signature)).isTrue();
  }

  @Test
  void whatIsNotASignature_isNone() {
    SubmissionSigner signer = SubmissionSigner.of("a key");
    byte[] signature = signer.sign(VALUE);

    assertThat(SubmissionSigner.isSigned(SubmissionSigner.of("b").key(), VALUE, signature))
        .isFalse();
    assertThat(SubmissionSigner.isSigned(signer.key(), new byte[] {1}, signature)).isFalse();
    assertThat(SubmissionSigner.isSigned(signer.key(), VALUE, new byte[0])).isFalse();
    assertThat(SubmissionSigner.isSigned(signer.key(), VALUE, new byte[64])).isFalse();
    assertThat(SubmissionSigner.isSigned(new SignerKey("ff".repeat(32)), VALUE, signature))
        .isFalse();
  }
}
