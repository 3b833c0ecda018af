package dev.assent.gateway;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.platform.webhooks.WebhookLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// What subscribers are to be told, in a list.
final class InMemoryWebhooks implements WebhookLog {
  private final List<WebhookEvent> events = new ArrayList<>();
  private boolean failing;

  /// The next one is not kept.
  synchronized void failNext() {
    failing = true;
  }

  @Override
  public synchronized CompletableFuture<Void> append(WebhookEvent event) {
    if (failing) {
      failing = false;
      return CompletableFuture.failedFuture(new IllegalStateException("the process ended"));
    }
    events.add(event);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletableFuture<Optional<WebhookEvent>> find(UUID id) {
    return CompletableFuture.completedFuture(
        events.stream().filter(event -> event.id().equals(id)).findFirst());
  }

  synchronized List<WebhookEvent> all() {
    return List.copyOf(events);
  }
}
