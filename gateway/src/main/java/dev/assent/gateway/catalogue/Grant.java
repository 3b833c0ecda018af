package dev.assent.gateway.catalogue;

import dev.assent.contract.Principal;
import dev.assent.contract.Scope;
import dev.assent.contract.Workspace;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A terminal that waits for somebody to let it in from a browser. Its id is kept as a hash only,
/// which is the document's id: the id is what fetches the key.
///
/// @param userCode what terminal and browser both show
/// @param approval who let it in, and as whom
public record Grant(
    String userCode,
    Instant createdAt,
    Instant expiresAt,
    Optional<Approval> approval,
    Optional<Instant> fetchedAt) {

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
    return fetchedAt.isPresent() || !now.isBefore(expiresAt);
  }

  public Grant approved(Approval by) {
    return new Grant(userCode, createdAt, expiresAt, Optional.of(by), fetchedAt);
  }

  public Grant fetched(Instant now) {
    return new Grant(userCode, createdAt, expiresAt, approval, Optional.of(now));
  }
}
