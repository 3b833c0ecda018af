package dev.assent.door;

import dev.assent.contract.SignerKey;
import dev.assent.wire.DirectoryEntry;
import java.util.Optional;

/// Whose signing keys there are.
public interface Signers {
  /// The API key from which this signing key follows, revoked or not.
  Optional<DirectoryEntry.Key> signer(SignerKey signer);
}
