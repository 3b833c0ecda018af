package dev.assent.wire.directory;

import dev.assent.contract.id.SignerKey;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Json;
import dev.assent.wire.avro.AgentData;
import dev.assent.wire.avro.CallbackData;
import dev.assent.wire.avro.DocumentData;
import dev.assent.wire.avro.KeyData;
import dev.assent.wire.avro.PolicyData;
import dev.assent.wire.avro.SessionData;
import dev.assent.wire.codec.Fields;
import dev.assent.wire.codec.PlanCodec;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/// [DirectoryEntry] on the wire.
public final class DirectoryCodec {
  private DirectoryCodec() {}

  public static dev.assent.wire.avro.DirectoryEntry toAvro(DirectoryEntry entry) {
    return switch (entry) {
      case DirectoryEntry.Key key ->
          new dev.assent.wire.avro.DirectoryEntry("Key", keyToAvro(key), null, null, null);
      case DirectoryEntry.Agent agent ->
          new dev.assent.wire.avro.DirectoryEntry("Agent", null, agentToAvro(agent), null, null);
      case DirectoryEntry.Policy policy ->
          new dev.assent.wire.avro.DirectoryEntry("Policy", null, null, policyToAvro(policy), null);
      case DirectoryEntry.Document document ->
          new dev.assent.wire.avro.DirectoryEntry(
              "Document", null, null, null, documentToAvro(document));
    };
  }

  public static DirectoryEntry fromAvro(dev.assent.wire.avro.DirectoryEntry data) {
    return switch (data.getKind()) {
      case "Key" -> keyFromAvro(Fields.present(data.getKey(), "Key"));
      case "Agent" -> agentFromAvro(Fields.present(data.getAgent(), "Agent"));
      case "Policy" -> policyFromAvro(Fields.present(data.getPolicy(), "Policy"));
      case "Document" -> documentFromAvro(Fields.present(data.getDocument(), "Document"));
      default -> throw Fields.unknownKind("directory entry", data.getKind());
    };
  }

  private static KeyData keyToAvro(DirectoryEntry.Key key) {
    return new KeyData(
        key.keyId(),
        Fields.sha256(key.secret()),
        key.workspace().org(),
        key.workspace().name(),
        key.kind().name(),
        key.owner(),
        Fields.names(key.scopes()),
        key.roles().stream().sorted().toList(),
        key.hint(),
        key.createdAt(),
        key.revokedAt().orElse(null),
        key.label(),
        key.signer().map(signer -> ByteBuffer.wrap(signer.bytes())).orElse(null),
        key.session()
            .map(one -> new SessionData(one.expiresAt(), one.madeWith().orElse(null)))
            .orElse(null));
  }

  private static DirectoryEntry.Key keyFromAvro(KeyData data) {
    return new DirectoryEntry.Key(
        data.getKeyId(),
        Fields.hash(data.getSecret()),
        new Workspace(data.getOrg(), data.getWorkspace()),
        Fields.constant(Principal.Kind.class, data.getOwnerKind()),
        data.getOwner(),
        Fields.constants(Scope.class, data.getScopes()),
        Set.copyOf(data.getRoles()),
        data.getHint(),
        data.getCreatedAt(),
        Optional.ofNullable(data.getRevokedAt()),
        data.getLabel(),
        Optional.ofNullable(data.getSigner()).map(DirectoryCodec::signer),
        Optional.ofNullable(data.getSession())
            .map(
                one ->
                    new DirectoryEntry.Key.Session(
                        one.getExpiresAt(), Optional.ofNullable(one.getMadeWith()))));
  }

  private static SignerKey signer(ByteBuffer bytes) {
    byte[] raw = new byte[bytes.remaining()];
    bytes.duplicate().get(raw);
    return SignerKey.of(raw);
  }

  private static AgentData agentToAvro(DirectoryEntry.Agent agent) {
    return new AgentData(
        agent.id(),
        agent.name(),
        agent.address().toString(),
        agent.workspace().org(),
        agent.workspace().name(),
        agent.displayName(),
        agent.deliveryMode(),
        agent.createdAt(),
        agent.active(),
        agent.registeredBy(),
        agent.callback().map(DirectoryCodec::callbackToAvro).orElse(null));
  }

  private static DirectoryEntry.Agent agentFromAvro(AgentData data) {
    return new DirectoryEntry.Agent(
        data.getId(),
        data.getName(),
        PlanCodec.address(data.getAddress()),
        new Workspace(data.getOrg(), data.getWorkspace()),
        data.getDisplayName(),
        data.getDeliveryMode(),
        data.getCreatedAt(),
        data.getActive(),
        data.getRegisteredBy(),
        Optional.ofNullable(data.getCallback()).map(DirectoryCodec::callbackFromAvro));
  }

  private static CallbackData callbackToAvro(DirectoryEntry.Agent.Callback callback) {
    return new CallbackData(
        callback.url(),
        callback.secret().map(SealedSecret::text).orElse(null),
        callback.secret().map(SealedSecret::hint).orElse(""),
        callback.since());
  }

  private static DirectoryEntry.Agent.Callback callbackFromAvro(CallbackData data) {
    return new DirectoryEntry.Agent.Callback(
        data.getUrl(),
        Optional.ofNullable(data.getSecret())
            .map(text -> new SealedSecret(text, data.getSecretHint())),
        data.getSince());
  }

  private static PolicyData policyToAvro(DirectoryEntry.Policy policy) {
    return new PolicyData(
        policy.workspace().org(),
        policy.workspace().name(),
        policy.intentType(),
        policy.scenarioId(),
        policy.version(),
        PlanCodec.toAvro(policy.plan()),
        policy.appliedAt(),
        policy.owner(),
        policy.appliedBy(),
        policy.reason());
  }

  private static DirectoryEntry.Policy policyFromAvro(PolicyData data) {
    return new DirectoryEntry.Policy(
        new Workspace(data.getOrg(), data.getWorkspace()),
        data.getIntentType(),
        data.getScenarioId(),
        data.getVersion(),
        PlanCodec.fromAvro(data.getPlan()),
        data.getAppliedAt(),
        data.getOwner(),
        data.getAppliedBy(),
        data.getReason());
  }

  private static DocumentData documentToAvro(DirectoryEntry.Document document) {
    return new DocumentData(
        document.collection(),
        document.workspace().org(),
        document.workspace().name(),
        document.id(),
        document.content().text(),
        document.names().stream().sorted().toList(),
        document.updatedAt());
  }

  private static DirectoryEntry.Document documentFromAvro(DocumentData data) {
    return new DirectoryEntry.Document(
        data.getCollection(),
        new Workspace(data.getOrg(), data.getWorkspace()),
        data.getId(),
        new Json(data.getContent()),
        Set.copyOf(data.getNames()),
        data.getUpdatedAt());
  }
}
