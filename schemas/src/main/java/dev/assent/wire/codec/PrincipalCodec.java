package dev.assent.wire.codec;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.wire.avro.PrincipalData;
import java.util.Optional;
import java.util.Set;

/// [Principal] on the wire.
public final class PrincipalCodec {
  private PrincipalCodec() {}

  public static PrincipalData toAvro(Principal principal) {
    return new PrincipalData(
        principal.kind().name(),
        principal.id(),
        principal.workspace().org(),
        principal.workspace().name(),
        Fields.names(principal.scopes()),
        principal.roles().stream().sorted().toList(),
        principal.authenticated(),
        principal.address().orElse(null));
  }

  public static Principal fromAvro(PrincipalData data) {
    return new Principal(
        Fields.constant(Principal.Kind.class, data.getKind()),
        data.getId(),
        new Workspace(data.getOrg(), data.getWorkspace()),
        Fields.constants(Scope.class, data.getScopes()),
        Set.copyOf(data.getRoles()),
        data.getAuthenticated(),
        Optional.ofNullable(data.getAddress()));
  }
}
