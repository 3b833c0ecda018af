package dev.assent.platform.directory;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.SignerKey;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import dev.assent.platform.http.Credentials;
import dev.assent.platform.views.ViewUnavailableException;
import dev.assent.wire.directory.DirectoryEntry;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The reading half of a directory, whatever its entries come from.
abstract class IndexedDirectory implements Directory, Signers {
  private final DirectoryIndex index = new DirectoryIndex();
  private final KeyLife life = new KeyLife(this);
  private final InstantSource clock;

  /// @param clock by which keys end
  IndexedDirectory(InstantSource clock) {
    this.clock = clock;
  }

  /// @param entry the row's new content; null takes the row away
  final void set(String key, @Nullable DirectoryEntry entry) {
    index.set(key, entry);
  }

  @Override
  public Optional<Principal> authenticate(String secret, Optional<String> address) {
    if (!ready()) {
      throw new ViewUnavailableException(
          "expected the directory of keys to be read, but it is still being loaded");
    }
    return index
        .keyOf(Hash.of(secret))
        .filter(key -> over(key).isEmpty())
        .map(key -> Identities.of(key, Credentials.API_KEY + key.keyId(), address));
  }

  @Override
  public List<DirectoryEntry.Key> keys(Workspace workspace) {
    return index.keys(workspace);
  }

  @Override
  public Collection<DirectoryEntry.Key> deciding(Workspace workspace) {
    return index.deciding(workspace);
  }

  @Override
  public Optional<DirectoryEntry.Key> key(String keyId) {
    return index.key(keyId);
  }

  @Override
  public List<DirectoryEntry.Agent> agents(Workspace workspace) {
    return index.agents(workspace);
  }

  @Override
  public Optional<DirectoryEntry.Agent> agent(Workspace workspace, AgentAddress address) {
    return index.agent(workspace, address);
  }

  @Override
  public Optional<DirectoryEntry.Agent> agent(Workspace workspace, String id) {
    return index.agent(workspace, id);
  }

  @Override
  public Optional<DirectoryEntry.Policy> policy(Workspace workspace, String intentType) {
    return index.policy(workspace, intentType);
  }

  @Override
  public List<DirectoryEntry.Policy> policies(Workspace workspace) {
    return index.policies(workspace);
  }

  @Override
  public Set<String> policyTypes(Workspace workspace) {
    return index.policyTypes(workspace);
  }

  @Override
  public Optional<DirectoryEntry.Document> document(
      String collection, Workspace workspace, String id) {
    return index.documents().get(collection, workspace, id);
  }

  @Override
  public Optional<DirectoryEntry.Document> documentNamed(
      String collection, Workspace workspace, String name) {
    return index.documents().named(collection, workspace, name);
  }

  @Override
  public boolean hasDocuments(String collection, Workspace workspace) {
    return index.documents().has(collection, workspace);
  }

  @Override
  public List<DirectoryEntry.Document> documents(String collection, Workspace workspace) {
    return index.documents().all(collection, workspace);
  }

  @Override
  public Optional<String> over(DirectoryEntry.Key key) {
    return life.over(key, clock.instant());
  }

  @Override
  public Optional<DirectoryEntry.Key> signer(SignerKey signer) {
    return index.keyOf(signer);
  }
}
