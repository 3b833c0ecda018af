package dev.assent.platform.directory;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.SignerKey;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Hash;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The directory's entries with the ways to find them. One thread writes, any may read; a reader
/// sees each entry either before or after a change, never half of it.
final class DirectoryIndex {
  private static final Comparator<DirectoryEntry.Agent> BEST_LAST =
      Comparator.comparing(DirectoryEntry.Agent::active)
          .thenComparing(DirectoryEntry.Agent::createdAt)
          .thenComparing(DirectoryEntry.Agent::id);

  private final Map<String, DirectoryEntry> entries = new ConcurrentHashMap<>();
  private final Map<Hash, DirectoryEntry.Key> keysBySecret = new ConcurrentHashMap<>();
  private final Map<SignerKey, DirectoryEntry.Key> keysBySigner = new ConcurrentHashMap<>();
  private final Map<AgentAt, DirectoryEntry.Agent> agentsByAddress = new ConcurrentHashMap<>();

  private final Map<Workspace, Set<String>> policyTypes = new ConcurrentHashMap<>();
  private final Map<Workspace, Set<DirectoryEntry.Key>> deciding = new ConcurrentHashMap<>();
  private final DocumentIndex documents = new DocumentIndex();

  private record AgentAt(Workspace workspace, AgentAddress address) {}

  /// @param entry the row's new content; null takes the row away
  void set(String key, @Nullable DirectoryEntry entry) {
    DirectoryEntry before = entry == null ? entries.remove(key) : entries.put(key, entry);
    if (before instanceof DirectoryEntry.Key old && !sameSecret(old, entry)) {
      keysBySecret.remove(old.secret());
    }
    if (before instanceof DirectoryEntry.Key old) {
      old.signer().ifPresent(signer -> keysBySigner.remove(signer, old));
      if (Identities.decides(old)) {
        decidingIn(old.workspace()).remove(old);
      }
    }
    if (entry instanceof DirectoryEntry.Key added) {
      keysBySecret.put(added.secret(), added);
      added.signer().ifPresent(signer -> keysBySigner.put(signer, added));
      if (Identities.decides(added)) {
        decidingIn(added.workspace()).add(added);
      }
    }
    documents.replace(document(before), document(entry));
    if (before instanceof DirectoryEntry.Policy old) {
      typesOf(old.workspace()).remove(old.intentType());
    }
    if (entry instanceof DirectoryEntry.Policy added) {
      typesOf(added.workspace()).add(added.intentType());
    }
    if (before instanceof DirectoryEntry.Agent old) {
      chooseAgent(new AgentAt(old.workspace(), old.address()));
    }
    if (entry instanceof DirectoryEntry.Agent added) {
      chooseAgent(new AgentAt(added.workspace(), added.address()));
    }
  }

  private Set<String> typesOf(Workspace workspace) {
    return policyTypes.computeIfAbsent(workspace, _ -> ConcurrentHashMap.newKeySet());
  }

  private Set<DirectoryEntry.Key> decidingIn(Workspace workspace) {
    return deciding.computeIfAbsent(workspace, _ -> ConcurrentHashMap.newKeySet());
  }

  Set<DirectoryEntry.Key> deciding(Workspace workspace) {
    return deciding.getOrDefault(workspace, Set.of());
  }

  Set<String> policyTypes(Workspace workspace) {
    return policyTypes.getOrDefault(workspace, Set.of());
  }

  private static DirectoryEntry.@Nullable Document document(@Nullable DirectoryEntry entry) {
    return entry instanceof DirectoryEntry.Document document ? document : null;
  }

  DocumentIndex documents() {
    return documents;
  }

  private static boolean sameSecret(DirectoryEntry.Key old, @Nullable DirectoryEntry entry) {
    return entry instanceof DirectoryEntry.Key added && added.secret().equals(old.secret());
  }

  /// An address may have been registered more than once: the active one counts, else the newest.
  private void chooseAgent(AgentAt at) {
    agentsByAddress.compute(
        at,
        (same, before) ->
            agents()
                .filter(a -> at.equals(new AgentAt(a.workspace(), a.address())))
                .max(BEST_LAST)
                .orElse(null));
  }

  private Stream<DirectoryEntry.Agent> agents() {
    return only(DirectoryEntry.Agent.class);
  }

  private <T extends DirectoryEntry> Stream<T> only(Class<T> kind) {
    return entries.values().stream().filter(kind::isInstance).map(kind::cast);
  }

  Optional<DirectoryEntry.Key> keyOf(Hash secret) {
    return Optional.ofNullable(keysBySecret.get(secret));
  }

  Optional<DirectoryEntry.Key> keyOf(SignerKey signer) {
    return Optional.ofNullable(keysBySigner.get(signer));
  }

  Optional<DirectoryEntry.Key> key(String keyId) {
    return entries.get("key/" + keyId) instanceof DirectoryEntry.Key key
        ? Optional.of(key)
        : Optional.empty();
  }

  List<DirectoryEntry.Key> keys(Workspace workspace) {
    return only(DirectoryEntry.Key.class)
        .filter(key -> key.workspace().equals(workspace))
        .sorted(
            Comparator.comparing(DirectoryEntry.Key::createdAt)
                .thenComparing(DirectoryEntry.Key::keyId))
        .toList();
  }

  List<DirectoryEntry.Agent> agents(Workspace workspace) {
    return agents()
        .filter(agent -> agent.workspace().equals(workspace))
        .sorted(
            Comparator.comparing(DirectoryEntry.Agent::createdAt)
                .thenComparing(DirectoryEntry.Agent::id))
        .toList();
  }

  Optional<DirectoryEntry.Agent> agent(Workspace workspace, AgentAddress address) {
    return Optional.ofNullable(agentsByAddress.get(new AgentAt(workspace, address)));
  }

  Optional<DirectoryEntry.Agent> agent(Workspace workspace, String id) {
    return entries.get("agent/" + workspace + "/" + id) instanceof DirectoryEntry.Agent agent
        ? Optional.of(agent)
        : Optional.empty();
  }

  List<DirectoryEntry.Policy> policies(Workspace workspace) {
    return only(DirectoryEntry.Policy.class)
        .filter(policy -> policy.workspace().equals(workspace))
        .sorted(Comparator.comparing(DirectoryEntry.Policy::intentType))
        .toList();
  }

  Optional<DirectoryEntry.Policy> policy(Workspace workspace, String intentType) {
    return entries.get("policy/" + workspace + "/" + intentType)
            instanceof DirectoryEntry.Policy policy
        ? Optional.of(policy)
        : Optional.empty();
  }
}
