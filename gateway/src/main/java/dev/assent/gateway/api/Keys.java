package dev.assent.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.AgentAddress;
import dev.assent.contract.Limits;
import dev.assent.contract.Principal;
import dev.assent.contract.Scope;
import dev.assent.door.NewKey;
import dev.assent.intake.Fields;
import dev.assent.wire.DirectoryEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// API keys as requests and answers.
final class Keys {
  private static final int ROLES_MAX = 50;

  private Keys() {}

  /// `{"scope","owner","roles":[…],"label"}`
  static NewKey create(Caller caller, Fields fields, Instant now) {
    Scope scope = scope(fields.text("scope"));
    String owner = fields.text("owner", Limits.ADDRESS_LENGTH_MAX);
    List<String> roles = fields.texts("roles", ROLES_MAX, Limits.NAME_LENGTH_MAX);
    Principal.Kind kind =
        switch (scope) {
          case INITIATOR -> Principal.Kind.SERVICE;
          case AGENT -> Principal.Kind.AGENT;
          case APPROVER, AUDITOR, ADMIN -> Principal.Kind.PERSON;
        };
    if (kind != Principal.Kind.PERSON && !roles.isEmpty()) {
      throw Refused.invalid("roles for a person only", "the scope is " + word(scope));
    }
    String label = fields.optionalText("label", Limits.NAME_LENGTH_MAX).orElse("");
    if (label.equals(DirectoryEntry.Key.SESSION)) {
      throw Refused.invalid("another label", "'" + label + "' is what sessions are labelled with");
    }
    return NewKey.create(
        "assent_" + word(scope),
        caller.workspace(),
        kind,
        scope == Scope.AGENT ? agent(caller, owner) : owner,
        Set.of(scope),
        Set.copyOf(roles),
        label,
        now);
  }

  private static String agent(Caller caller, String owner) {
    AgentAddress address = Lenient.address(owner, caller.workspace());
    boolean own =
        address.org().equals(caller.workspace().org())
            && address.workspace().equals(caller.workspace().name());
    if (!own) {
      throw Refused.invalid("an agent of " + caller.workspace(), "got '" + owner + "'");
    }
    return address.toString();
  }

  private static Scope scope(String name) {
    return Arrays.stream(Scope.values())
        .filter(scope -> word(scope).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                Refused.invalid(
                    "one of "
                        + Arrays.stream(Scope.values())
                            .map(Keys::word)
                            .collect(Collectors.joining(", "))
                        + " in 'scope'",
                    "got '" + name + "'"));
  }

  /// Without the secret, which nobody can tell any more.
  ///
  /// @param over whether it is no longer good
  static ObjectNode answer(DirectoryEntry.Key key, boolean over) {
    ObjectNode node =
        Answers.object()
            .put("key_id", key.keyId())
            .put("status", key.revokedAt().isPresent() ? "revoked" : over ? "ended" : "active")
            .put(
                "scope",
                key.scopes().stream().map(Keys::word).sorted().collect(Collectors.joining(",")))
            .put("kind", key.kind().name().toLowerCase(Locale.ROOT))
            .put("owner", key.owner())
            .put("label", key.label())
            .put("key_hint", key.hint())
            .put("created_at", key.createdAt().toString());
    node.set("roles", Answers.array(key.roles().stream().sorted().toList(), ArrayNode::add));
    key.session().ifPresent(one -> node.put("expires_at", one.expiresAt().toString()));
    key.revokedAt().ifPresent(at -> node.put("revoked_at", at.toString()));
    return node;
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
