package dev.assent.gateway.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.keys.NewKey;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// API keys as requests and answers.
public final class Keys {
  private static final int ROLES_MAX = 50;

  private Keys() {}

  /// What people's keys are for, agents' keys, and services' keys.
  private static final Set<Scope> PEOPLE = Set.of(Scope.APPROVER, Scope.AUDITOR, Scope.ADMIN);

  private static final Set<Scope> AGENTS = Set.of(Scope.AGENT, Scope.SUBMITTER);

  /// `{"scope" or "scopes":[…],"owner","roles":[…],"label"}`
  static NewKey create(Caller caller, Fields fields, Instant now) {
    Set<Scope> scopes = scopes(fields);
    String owner = fields.text("owner", Limits.ADDRESS_LENGTH_MAX);
    List<String> roles = fields.texts("roles", ROLES_MAX, Limits.NAME_LENGTH_MAX);
    Principal.Kind kind = kind(scopes);
    if (kind != Principal.Kind.PERSON && !roles.isEmpty()) {
      throw Refused.invalid("roles for a person only", "the scope is " + words(scopes));
    }
    if (scopes.contains(Scope.SUBMITTER) && owner.endsWith("*")) {
      throw Refused.invalid(
          "one agent as the owner of a key that submits in its name", "got '" + owner + "'");
    }
    String label = fields.optionalText("label", Limits.NAME_LENGTH_MAX).orElse("");
    if (label.equals(DirectoryEntry.Key.SESSION)) {
      throw Refused.invalid("another label", "'" + label + "' is what sessions are labelled with");
    }
    return NewKey.create(
        "assent_" + words(scopes).replace(',', '_'),
        caller.workspace(),
        kind,
        kind == Principal.Kind.AGENT ? agent(caller, owner) : owner,
        scopes,
        Set.copyOf(roles),
        label,
        now);
  }

  /// Who holds a key with these scopes. An agent holds none of a person's: it decides nothing.
  private static Principal.Kind kind(Set<Scope> scopes) {
    if (AGENTS.containsAll(scopes)) {
      return Principal.Kind.AGENT;
    }
    if (scopes.stream().anyMatch(AGENTS::contains)) {
      throw Refused.invalid(
          "no scope besides agent and submitter in an agent's key", "it has " + words(scopes));
    }
    return scopes.stream().anyMatch(PEOPLE::contains)
        ? Principal.Kind.PERSON
        : Principal.Kind.SERVICE;
  }

  private static Set<Scope> scopes(Fields fields) {
    Set<Scope> scopes = scopes(fields, Set.of(Scope.values()));
    return scopes.isEmpty() ? Set.of(scope(fields.text("scope"))) : scopes;
  }

  /// The scopes that a request asks for, in `scope` or `scopes`.
  ///
  /// @param possible what may be asked for
  /// @return none where it asks for none
  public static Set<Scope> scopes(Fields fields, Set<Scope> possible) {
    Set<Scope> scopes = new TreeSet<>();
    fields.optionalText("scope").ifPresent(name -> scopes.add(scope(name)));
    fields
        .texts("scopes", Scope.values().length, Limits.NAME_LENGTH_MAX)
        .forEach(name -> scopes.add(scope(name)));
    if (!possible.containsAll(scopes)) {
      throw fields.wrong(
          "only " + words(possible) + " for this key", "scopes", "got " + words(scopes));
    }
    return scopes;
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
            .put("scope", words(key.scopes()))
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

  public static String words(Set<Scope> scopes) {
    return scopes.stream().map(Keys::word).sorted().collect(Collectors.joining(","));
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
