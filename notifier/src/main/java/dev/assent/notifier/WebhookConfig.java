package dev.assent.notifier;

import dev.assent.notifier.outbox.Retries;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How deliveries are posted to other people's servers (docs/webhooks.md).
///
/// @param attempts how often a delivery to a subscriber is tried before it is given up
/// @param backoff the pause before the second attempt; doubled for each one after
/// @param backoffMax the longest pause between two attempts
/// @param timeout of one attempt, from the look-up of the name to the end of the answer
/// @param allowPrivateAddresses whether this machine and its network may be posted to: whoever may
///   subscribe can then make the notifier send requests there
@ConfigurationProperties("assent.notifier.webhooks")
public record WebhookConfig(
    @Bindable(defaultValue = "12") int attempts,
    @Bindable(defaultValue = "5s") Duration backoff,
    @Bindable(defaultValue = "1h") Duration backoffMax,
    @Bindable(defaultValue = "10s") Duration timeout,
    @Bindable(defaultValue = "false") boolean allowPrivateAddresses) {

  Retries retries() {
    return new Retries(attempts, backoff, backoffMax);
  }
}
