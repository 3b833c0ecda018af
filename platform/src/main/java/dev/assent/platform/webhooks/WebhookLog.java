package dev.assent.platform.webhooks;

import dev.assent.contract.delivery.WebhookEvent;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The topic of what subscribers are told.
public interface WebhookLog {
  /// Done once it is acknowledged: from then on it is told, whatever breaks off.
  CompletableFuture<Void> append(WebhookEvent event);

  /// The event as it was first told; empty when there is none of this id, or none any more.
  CompletableFuture<Optional<WebhookEvent>> find(UUID id);
}
