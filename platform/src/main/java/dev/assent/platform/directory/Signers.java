package dev.assent.platform.directory;

import dev.assent.contract.id.SignerKey;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.Optional;

/// Whose signing keys there are.
public interface Signers {
  /// The API key from which this signing key follows, good or not.
  Optional<DirectoryEntry.Key> signer(SignerKey signer);

  /// Why a key is no longer good; empty while it is. What there is to know of it is [KeyLife].
  Optional<String> over(DirectoryEntry.Key key);
}
