package dev.assent.lifecycle.stream;

import dev.assent.contract.AgentAddress;
import dev.assent.contract.Principal;
import dev.assent.contract.SignerKey;
import dev.assent.contract.Workspace;
import dev.assent.door.Directory;
import dev.assent.door.Signers;
import dev.assent.wire.DirectoryEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A directory of what a test put there.
final class MemoryDirectory implements Directory, Signers {
  private final Map<String, DirectoryEntry> entries = new ConcurrentHashMap<>();

  private <T extends DirectoryEntry> Stream<T> only(Class<T> kind) {
    return entries.values().stream().filter(kind::isInstance).map(kind::cast);
  }

  @Override
  public Optional<DirectoryEntry.Key> signer(SignerKey signer) {
    return only(DirectoryEntry.Key.class)
        .filter(key -> key.signer().equals(Optional.of(signer)))
        .findFirst();
  }

  @Override
  public Optional<Principal> authenticate(String secret, Optional<String> address) {
    throw new UnsupportedOperationException("nobody sends a secret through Kafka");
  }

  @Override
  public List<DirectoryEntry.Key> keys(Workspace workspace) {
    return only(DirectoryEntry.Key.class).toList();
  }

  @Override
  public Optional<DirectoryEntry.Key> key(String keyId) {
    return only(DirectoryEntry.Key.class).filter(key -> key.keyId().equals(keyId)).findFirst();
  }

  @Override
  public List<DirectoryEntry.Agent> agents(Workspace workspace) {
    return only(DirectoryEntry.Agent.class).toList();
  }

  @Override
  public Optional<DirectoryEntry.Agent> agent(Workspace workspace, AgentAddress address) {
    return only(DirectoryEntry.Agent.class)
        .filter(agent -> agent.address().equals(address))
        .findFirst();
  }

  @Override
  public Optional<DirectoryEntry.Policy> policy(Workspace workspace, String intentType) {
    return only(DirectoryEntry.Policy.class)
        .filter(policy -> policy.intentType().equals(intentType))
        .findFirst();
  }

  @Override
  public List<DirectoryEntry.Policy> policies(Workspace workspace) {
    return only(DirectoryEntry.Policy.class).toList();
  }

  @Override
  public Optional<DirectoryEntry.Document> document(
      String collection, Workspace workspace, String id) {
    return documents(collection, workspace).stream()
        .filter(document -> document.id().equals(id))
        .findFirst();
  }

  @Override
  public Optional<DirectoryEntry.Document> documentNamed(
      String collection, Workspace workspace, String name) {
    return documents(collection, workspace).stream()
        .filter(document -> document.names().contains(name))
        .findFirst();
  }

  @Override
  public List<DirectoryEntry.Document> documents(String collection, Workspace workspace) {
    return only(DirectoryEntry.Document.class)
        .filter(document -> document.collection().equals(collection))
        .toList();
  }

  @Override
  public CompletableFuture<Void> remove(DirectoryEntry entry) {
    entries.remove(entry.key());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> put(DirectoryEntry entry) {
    entries.put(entry.key(), entry);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean ready() {
    return true;
  }
}
