package dev.assent.gateway.catalogue;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A terminal that somebody let in from a browser. Its id is kept as a hash only, which is the
/// document's id: the id is what fetches the key. A terminal that still waits is not kept at all.
///
/// @param createdAt when it was let in
/// @param approval who let it in, and as whom
/// @param keyId the key it gets; absent in what an earlier version kept, which is over
public record Grant(
    Instant createdAt, Instant expiresAt, Optional<Approval> approval, Optional<String> keyId) {

  /// As whom the terminal will be signed in.
  public record Approval(
      String org,
      String workspace,
      Principal.Kind kind,
      String owner,
      Set<Scope> scopes,
      Set<String> roles) {
    public Workspace place() {
      return new Workspace(org, workspace);
    }
  }

  public boolean over(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
