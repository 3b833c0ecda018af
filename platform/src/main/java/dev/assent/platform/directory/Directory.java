package dev.assent.platform.directory;

import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.platform.views.ViewUnavailableException;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The directory topic, held in memory: who may do what, which agents there are, which policy a
/// type has, and the documents of the smaller catalogues.
public interface Directory {
  /// The principal a secret belongs to; empty for an unknown or revoked one.
  ///
  /// @param address where the request came from
  /// @throws ViewUnavailableException while keys are still being read: nobody can tell yet whether
  ///   this one is known, so every door answers 503 and never 401
  Optional<Principal> authenticate(String secret, Optional<String> address);

  /// Why a key is no longer good, in words that begin with "it"; empty while it is.
  Optional<String> over(DirectoryEntry.Key key);

  List<DirectoryEntry.Key> keys(Workspace workspace);

  /// The keys of a workspace with which people decide, in no order.
  Collection<DirectoryEntry.Key> deciding(Workspace workspace);

  Optional<DirectoryEntry.Key> key(String keyId);

  List<DirectoryEntry.Agent> agents(Workspace workspace);

  /// Registered at this address, be it deleted since: an active one if there is one.
  Optional<DirectoryEntry.Agent> agent(Workspace workspace, AgentAddress address);

  /// Whether an agent is registered at this address and not deleted: it has a topic that is read.
  default boolean isRegistered(Workspace workspace, AgentAddress address) {
    return agent(workspace, address).filter(DirectoryEntry.Agent::active).isPresent();
  }

  /// @param id the service account's id, `sa_…`
  default Optional<DirectoryEntry.Agent> agent(Workspace workspace, String id) {
    return agents(workspace).stream().filter(agent -> agent.id().equals(id)).findFirst();
  }

  Optional<DirectoryEntry.Policy> policy(Workspace workspace, String intentType);

  List<DirectoryEntry.Policy> policies(Workspace workspace);

  /// The intent types of a workspace that have a policy.
  Set<String> policyTypes(Workspace workspace);

  Optional<DirectoryEntry.Document> document(String collection, Workspace workspace, String id);

  /// The document that holds a name: of several that claim it the one that came first.
  Optional<DirectoryEntry.Document> documentNamed(
      String collection, Workspace workspace, String name);

  boolean hasDocuments(String collection, Workspace workspace);

  /// A collection's documents in a workspace, by id.
  List<DirectoryEntry.Document> documents(String collection, Workspace workspace);

  /// Writes an entry; done once it is committed and this directory has read it back.
  CompletableFuture<Void> put(DirectoryEntry entry);

  /// Writes an entry together with the audit record of it: neither is ever there without the other.
  /// Done once both are committed and this directory has read the entry back.
  CompletableFuture<Void> put(DirectoryEntry entry, AuditRecord audit);

  /// Takes an entry out; done once that is committed and this directory has read it back. Nothing
  /// happens when it is not there.
  CompletableFuture<Void> remove(DirectoryEntry entry);

  /// Done when everything is known here that any door had acknowledged when this was called.
  ///
  /// Fails with a [ViewUnavailableException] when the directory's end is not reached within 5 s.
  CompletableFuture<Void> caughtUp();

  /// Whether everything that was in the topic at start has been read.
  boolean ready();
}
