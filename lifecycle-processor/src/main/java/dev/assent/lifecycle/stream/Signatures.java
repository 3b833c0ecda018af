package dev.assent.lifecycle.stream;

import dev.assent.contract.Rejection.Code;
import dev.assent.contract.id.SignerKey;
import dev.assent.contract.people.Principal;
import dev.assent.lifecycle.stream.Ingest.RefusedException;
import dev.assent.platform.directory.Identities;
import dev.assent.platform.directory.Signers;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Who signed a submission (ADR 0013).
final class Signatures {
  private static final int SIGNATURE_BYTES = 64;

  private final Signers signers;
  private final DirectoryNews news;

  Signatures(Signers signers, DirectoryNews news) {
    this.signers = signers;
    this.news = news;
  }

  /// @throws RefusedException when nobody we know signed it
  Principal signer(Headers headers, byte[] value) {
    SignerKey by = SignerKey.of(header(headers, SubmissionSigner.SIGNER, SignerKey.BYTES));
    byte[] signature = header(headers, SubmissionSigner.SIGNATURE, SIGNATURE_BYTES);
    if (!SubmissionSigner.isSigned(by, value, signature)) {
      throw refused(
          "a signature of the record's value by the key in " + SubmissionSigner.SIGNER,
          "it is not one");
    }
    DirectoryEntry.Key key =
        find(by)
            .orElseThrow(
                () ->
                    refused(
                        "a signing key that follows from an API key", "there is no such API key"));
    signers
        .over(key)
        .ifPresent(
            why -> {
              throw refused("an API key that is still good", key.keyId() + " is not: " + why);
            });
    return Identities.of(key, "kafka_signature:" + key.keyId(), Optional.empty());
  }

  /// A key that was made a moment ago may not be read yet.
  private Optional<DirectoryEntry.Key> find(SignerKey by) {
    Optional<DirectoryEntry.Key> known = signers.signer(by);
    return known.isEmpty() && news.read() ? signers.signer(by) : known;
  }

  private static byte[] header(Headers headers, String name, int length) {
    @Nullable Header header = headers.lastHeader(name);
    byte @Nullable [] value = header == null ? null : header.value();
    if (value == null) {
      throw refused("the header " + name + " of " + length + " bytes", "there is none");
    }
    if (value.length != length) {
      throw refused("the header " + name + " of " + length + " bytes", "it has " + value.length);
    }
    return value;
  }

  private static RefusedException refused(String expected, String found) {
    return new RefusedException(Code.UNAUTHENTICATED, expected, found);
  }
}
