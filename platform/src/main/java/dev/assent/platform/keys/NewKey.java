package dev.assent.platform.keys;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Hash;
import dev.assent.wire.directory.DirectoryEntry;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// A fresh API key: its secret, which is shown once, and the entry that is kept, which holds only a
/// hash and what is needed to check the signatures of its owner.
public record NewKey(String secret, DirectoryEntry.Key entry) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int HINT_LENGTH = 4;

  /// Twice those of another key's id: whoever chooses secrets must not hit the id of a key that is
  /// there.
  private static final int SESSION_ID_DIGITS = 32;

  /// @param prefix what the secret begins with, for example `assent_approver` or
  ///   `axme_sa_<account>`
  public static NewKey create(
      String prefix,
      Workspace workspace,
      Principal.Kind kind,
      String owner,
      Set<Scope> scopes,
      Set<String> roles,
      Instant now) {
    return create(prefix, workspace, kind, owner, scopes, roles, "", now);
  }

  /// @param label what its maker calls it; may be empty
  public static NewKey create(
      String prefix,
      Workspace workspace,
      Principal.Kind kind,
      String owner,
      Set<Scope> scopes,
      Set<String> roles,
      String label,
      Instant now) {
    byte[] id = new byte[8];
    byte[] random = new byte[32];
    RANDOM.nextBytes(id);
    RANDOM.nextBytes(random);
    String secret = prefix + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new NewKey(
        secret,
        new DirectoryEntry.Key(
            "ak_" + HexFormat.of().formatHex(id),
            Hash.of(secret),
            workspace,
            kind,
            owner,
            scopes,
            roles,
            secret.substring(secret.length() - HINT_LENGTH),
            now,
            Optional.empty(),
            label,
            Optional.of(SubmissionSigner.of(secret).key()),
            Optional.empty()));
  }

  /// The key of a session, from a secret that its caller has.
  ///
  /// @param secret of at least 256 random bits
  public static NewKey session(
      String secret,
      Workspace workspace,
      Principal.Kind kind,
      String owner,
      Set<Scope> scopes,
      Set<String> roles,
      DirectoryEntry.Key.Session session,
      Instant now) {
    return new NewKey(
        secret,
        new DirectoryEntry.Key(
            "ak_" + Hash.of(secret).hex().substring(0, SESSION_ID_DIGITS),
            Hash.of(secret),
            workspace,
            kind,
            owner,
            scopes,
            roles,
            secret.substring(secret.length() - HINT_LENGTH),
            now,
            Optional.empty(),
            DirectoryEntry.Key.SESSION,
            Optional.of(SubmissionSigner.of(secret).key()),
            Optional.of(session)));
  }
}
