package dev.assent.notifier.receivers;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.platform.directory.DirectoryListener;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Whoever in the directory has things posted to them: subscriptions, and agents in the mode
/// `http`. One thread writes, any may read.
public final class Receivers implements DirectoryListener {
  /// By workspace, then by id.
  private final Map<Workspace, Map<String, Subscription>> subscriptions = new ConcurrentHashMap<>();

  private final Map<String, DirectoryEntry.Document> documents = new ConcurrentHashMap<>();
  private final Map<AgentAddress, DirectoryEntry.Agent> agents = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// Somebody hears of every change of the receivers, on the directory's own thread.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void changed(String key, Optional<DirectoryEntry> entry) {
    switch (entry.orElse(null)) {
      case DirectoryEntry.Document document
          when document.collection().equals(Subscription.COLLECTION) -> {
        documents.put(key, document);
        of(document.workspace()).put(document.id(), Subscription.of(document));
        listeners.forEach(Runnable::run);
      }
      case DirectoryEntry.Agent agent -> {
        if (agent.postedTo().isPresent()) {
          agents.put(agent.address(), agent);
        } else {
          // An address may have been registered before: only its own row takes an agent out.
          agents.computeIfPresent(
              agent.address(), (_, posted) -> posted.id().equals(agent.id()) ? null : posted);
        }
        listeners.forEach(Runnable::run);
      }
      case null -> gone(key);
      case DirectoryEntry.Document _, DirectoryEntry.Key _, DirectoryEntry.Policy _ -> {}
    }
  }

  private void gone(String key) {
    DirectoryEntry.Document document = documents.remove(key);
    if (document != null) {
      of(document.workspace()).remove(document.id());
      listeners.forEach(Runnable::run);
    }
  }

  private Map<String, Subscription> of(Workspace workspace) {
    return subscriptions.computeIfAbsent(workspace, _ -> new ConcurrentHashMap<>());
  }

  /// Whether anybody is to be told of events.
  public boolean anySubscription() {
    return subscriptions.values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .anyMatch(Subscription::listens);
  }

  /// Those that are to be told of this event.
  public List<Subscription> wanting(WebhookEvent event) {
    return subscriptions.getOrDefault(event.workspace(), Map.of()).values().stream()
        .filter(subscription -> subscription.wants(event, event.workspace()))
        .toList();
  }

  /// A subscription as it is now.
  public Optional<Subscription> subscription(Workspace workspace, String id) {
    return Optional.ofNullable(subscriptions.getOrDefault(workspace, Map.of()).get(id));
  }

  /// The agents whose deliveries are posted.
  public List<DirectoryEntry.Agent> postedAgents() {
    return List.copyOf(agents.values());
  }

  /// The agent of this address, where its deliveries are posted.
  public Optional<DirectoryEntry.Agent> postedAgent(AgentAddress address) {
    return Optional.ofNullable(agents.get(address));
  }
}
