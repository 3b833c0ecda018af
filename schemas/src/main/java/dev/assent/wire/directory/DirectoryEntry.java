package dev.assent.wire.directory;

import dev.assent.contract.Plan;
import dev.assent.contract.audit.Change;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.SignerKey;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.wire.codec.PlanCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One row of the directory topic, compacted by `key()`.
public sealed interface DirectoryEntry {
  /// The record's key, `kind/id`.
  String key();

  Workspace workspace();

  /// A hashed API key. The secret itself is shown once, when it is made, and kept nowhere.
  ///
  /// @param secret SHA-256 of the secret, which is 256 random bits: no salt or stretching is needed
  /// @param owner the principal's id: a person's, an agent's address, or a service's name
  /// @param hint the last characters of the secret, for people to tell keys apart
  /// @param revokedAt present once the key is no longer good
  /// @param label what its maker calls it; may be empty
  /// @param signer the public key of the signing key that follows from the secret
  /// @param session how long it is good, where signing in made it
  record Key(
      String keyId,
      Hash secret,
      Workspace workspace,
      Principal.Kind kind,
      String owner,
      Set<Scope> scopes,
      Set<String> roles,
      String hint,
      Instant createdAt,
      Optional<Instant> revokedAt,
      String label,
      Optional<SignerKey> signer,
      Optional<Session> session)
      implements DirectoryEntry {
    /// What ends a session besides its revocation.
    ///
    /// @param expiresAt it is over then, however much it is used
    /// @param madeWith the id of the key with which its person let it in: when that is over, so is
    ///   the session. Empty where a code let it in that was sent to its owner's e-mail address
    public record Session(Instant expiresAt, Optional<String> madeWith) {}

    public Key {
      scopes = Set.copyOf(scopes);
      roles = Set.copyOf(roles);
    }

    /// What a key is labelled with that somebody got by signing in.
    public static final String SESSION = "login";

    /// Whether it is a session: signing in made it. Those from before [Session] was kept have the
    /// label only.
    public boolean isSession() {
      return session.isPresent() || label.equals(SESSION);
    }

    /// The same key, no longer good. The first revocation counts.
    public Key revoked(Instant at) {
      return new Key(
          keyId,
          secret,
          workspace,
          kind,
          owner,
          scopes,
          roles,
          hint,
          createdAt,
          Optional.of(revokedAt.orElse(at)),
          label,
          signer,
          session);
    }

    @Override
    public String key() {
      return "key/" + keyId;
    }
  }

  /// A registered agent (AXP: a service account).
  ///
  /// @param id the service account's id, `sa_…`
  /// @param name as its client wrote it, verbatim
  /// @param deliveryMode one of [#DELIVERY_MODES]
  /// @param registeredBy the id of who registered it
  /// @param callback where its deliveries are posted in the mode `http`
  record Agent(
      String id,
      String name,
      AgentAddress address,
      Workspace workspace,
      String displayName,
      String deliveryMode,
      Instant createdAt,
      boolean active,
      String registeredBy,
      Optional<Callback> callback)
      implements DirectoryEntry {

    /// Where an agent's deliveries are posted.
    ///
    /// @param secret what they are signed with; without one they are not signed
    /// @param since what was delivered earlier is not posted
    public record Callback(String url, Optional<SealedSecret> secret, Instant since) {}

    /// What the mode is called in which deliveries are posted.
    public static final String HTTP = "http";

    /// The mode of an agent that names none.
    public static final String STREAM = "stream";

    /// All there are (contract section 4.1).
    public static final List<String> DELIVERY_MODES =
        List.of(STREAM, "poll", HTTP, "inbox", "internal");

    /// Where its deliveries are posted now; empty when they are not.
    public Optional<Callback> postedTo() {
      return callback.filter(_ -> active && deliveryMode.equals(HTTP));
    }

    /// The same agent in the state that is given.
    public Agent with(
        String newDisplayName, String newMode, boolean nowActive, Optional<Callback> newCallback) {
      return new Agent(
          id,
          name,
          address,
          workspace,
          newDisplayName,
          newMode,
          createdAt,
          nowActive,
          registeredBy,
          newCallback);
    }

    @Override
    public String key() {
      return "agent/" + workspace + "/" + id;
    }
  }

  /// What plan an intent type gets in a workspace. A new scenario of the type raises the version.
  ///
  /// @param owner the id of who may change it besides admins, with the scope POLICY; empty where
  ///   nobody may
  /// @param appliedBy the id of who made this version of it
  /// @param reason why, in their words; may be empty
  record Policy(
      Workspace workspace,
      String intentType,
      String scenarioId,
      int version,
      Plan plan,
      Instant appliedAt,
      String owner,
      String appliedBy,
      String reason)
      implements DirectoryEntry {
    /// What it says, as the audit trail keeps it.
    public Change.State state() {
      return Change.State.of(scenarioId + "@" + version, PlanCodec.json(plan));
    }

    @Override
    public String key() {
      return "policy/" + workspace + "/" + intentType;
    }
  }

  /// A small JSON document: a person, an invite, a webhook subscription. Its collection knows what
  /// is in it; the directory only keeps it and finds it.
  ///
  /// @param collection what kind of thing it is, for example `users`
  /// @param names what else it is found by. Of two documents of a collection and workspace that
  ///   claim one name, the one keeps it that came first
  record Document(
      String collection,
      Workspace workspace,
      String id,
      Json content,
      Set<String> names,
      Instant updatedAt)
      implements DirectoryEntry {
    public Document {
      names = Set.copyOf(names);
      if (collection.isBlank() || collection.contains("/") || id.isBlank()) {
        throw new IllegalArgumentException(
            "expected a collection without '/' and an id, but got '"
                + collection
                + "' and '"
                + id
                + "'");
      }
    }

    @Override
    public String key() {
      return key(collection, workspace, id);
    }

    public static String key(String collection, Workspace workspace, String id) {
      return "document/" + collection + "/" + workspace + "/" + id;
    }
  }
}
