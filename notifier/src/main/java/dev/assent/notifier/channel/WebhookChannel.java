package dev.assent.notifier.channel;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.post.Posting;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.platform.keys.SecretBox;
import dev.assent.platform.webhooks.Subscription;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Posts an event to a subscriber, as the subscription is at that moment.
///
/// @param secrets opens what deliveries are signed with; empty where no key is set
public record WebhookChannel(
    Receivers receivers, Posting posting, Optional<SecretBox> secrets, Clock clock) {

  /// Waits for the receiver.
  ///
  /// @param attempt from 1
  public Outcome send(WebhookEvent event, String subscription, int attempt) {
    return receivers
        .subscription(event.workspace(), subscription)
        .map(to -> to.listens() ? post(event, to, attempt) : ended())
        .orElseGet(() -> new Outcome.Retry("the subscription is not known here yet"));
  }

  private static Outcome ended() {
    return new Outcome.Failed("the subscription has ended, or is switched off");
  }

  private Outcome post(WebhookEvent event, Subscription to, int attempt) {
    Optional<byte[]> secret =
        to.secret()
            .flatMap(
                kept ->
                    secrets.flatMap(
                        box -> box.open(kept, Subscription.row(event.workspace(), to.id()))));
    if (to.secret().isPresent() && secret.isEmpty()) {
      return new Outcome.Retry(
          "expected to read the subscription's secret, but ASSENT_WEBHOOKS_KEY is not the one that"
              + " it was kept under");
    }
    byte[] body = PostedBody.of(event, attempt, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return posting.post(to.callbackUrl(), body, secret);
  }
}
