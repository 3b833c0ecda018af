package dev.assent.notifier.stream.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.value.Json;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.plan.Facts;
import dev.assent.platform.keys.SecretBox;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What comes of an event that is told to a subscription.
class WebhookDeliveriesTest extends WebhookStream {
  @Test
  void aDeliveryIsSignedWithItsSubscriptionsSecret() {
    Subscription ann = subscription(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    put(withSecret(ann, box));

    tell(event("x"));

    tick();
    assertThat(posted.getFirst().secret()).contains("a secret of ann's");
  }

  private static Subscription withSecret(Subscription plain, SecretBox under) {
    return new Subscription(
        plain.id(),
        plain.ownerAgent(),
        plain.callbackUrl(),
        plain.eventTypes(),
        Optional.of(under.seal("a secret of ann's", Subscription.row(WORKSPACE, plain.id()))),
        true,
        Optional.empty(),
        plain.since(),
        plain.createdAt(),
        plain.updatedAt(),
        Optional.empty());
  }

  @Test
  void aSecretThatCannotBeReadIsNeverReplacedByNoSignature() {
    SecretBox lost = SecretBox.of("another key of thirty-two bytes or more");
    put(withSecret(subscription(VALIDATOR, WebhookEvent.Type.THREAD_CREATED), lost));

    tell(event("x"));
    assertThat(tickAt(Duration.ofDays(1))).isEmpty();
    assertThat(tickAt(Duration.ofDays(2))).isEmpty();

    assertThat(tickAt(Duration.ofDays(3)).getFirst().detail()).contains("ASSENT_WEBHOOKS_KEY");
    assertThat(posted).isEmpty();
  }

  @Test
  void aFailedDeliveryIsTriedAgainWithGrowingPauses() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    answer = new Outcome.Retry("the receiver answered 503");
    tell(event("x"));
    assertThat(tickAt(Duration.ZERO)).isEmpty();
    assertThat(tickAt(Duration.ofMillis(9_999))).isEmpty();
    assertThat(posted).hasSize(1);

    assertThat(tickAt(Duration.ofSeconds(10))).isEmpty();
    assertThat(posted).hasSize(2);
    answer = new Outcome.Sent();
    assertThat(tickAt(Duration.ofMillis(29_999))).isEmpty();
    assertThat(posted).hasSize(2);

    NotificationOutcome came = tickAt(Duration.ofSeconds(30)).getFirst();
    assertThat(came.status()).isEqualTo(Status.SENT);
    assertThat(came.attempts()).isEqualTo(3);
    assertThat(posted)
        .extracting(post -> post.body().replaceAll(".*\"event_id\":\"([^\"]+)\".*", "$1"))
        .containsExactly(
            event("x").id().toString(), event("x").id().toString(), event("x").id().toString());
  }

  @Test
  void itIsGivenUpAfterTheLastAttempt_withAnOutcomeThatSaysWhy() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    answer = new Outcome.Retry("the receiver answered 500");
    tell(event("x"));
    assertThat(tickAt(Duration.ofHours(2))).isEmpty();
    assertThat(tickAt(Duration.ofHours(4))).isEmpty();

    NotificationOutcome came = tickAt(Duration.ofHours(6)).getFirst();
    assertThat(came.status()).isEqualTo(Status.FAILED);
    assertThat(came.attempts()).isEqualTo(3);
    assertThat(came.detail()).isEqualTo("given up: the receiver answered 500");
    assertThat(driver.getKeyValueStore(Names.DELIVERIES).all()).toIterable().isEmpty();
  }

  @Test
  void aChannelThatHasNothingToDoIsNotWoken() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    tell(event("x"));
    assertThat(tick()).hasSize(1);

    answer = new Outcome.Retry("nobody asks");
    assertThat(tickAt(Duration.ofDays(1))).isEmpty();
    assertThat(posted).hasSize(1);
  }

  @Test
  void aDeadReceiverHoldsUpNobody() {
    Subscription ann = subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    Subscription bob =
        new Subscription(
            new UUID(9, 9).toString(),
            VALIDATOR,
            "https://bob.example/hook",
            ann.eventTypes(),
            Optional.empty(),
            true,
            Optional.empty(),
            ann.since(),
            ann.createdAt(),
            ann.updatedAt(),
            Optional.empty());
    put(bob);
    answer = new Outcome.Retry("down");
    tell(event("first"));
    assertThat(tick()).isEmpty();

    answer = new Outcome.Sent();
    tell(event("second"));

    assertThat(tick())
        .extracting(NotificationOutcome::recipient)
        .containsExactlyInAnyOrder(ann.id(), bob.id());
  }

  @Test
  void aSubscriptionThatEndedMeanwhileGetsNothing() {
    Subscription ann = subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    answer = new Outcome.Retry("down");
    tell(event("x"));
    assertThat(tick()).isEmpty();

    put(ann.revoked(now.get()));

    assertThat(tickAt(Duration.ofSeconds(10)).getFirst().detail())
        .isEqualTo("the subscription has ended, or is switched off");
    assertThat(posted).hasSize(1);
  }

  @Test
  void anEventsRecordThatComesAgainWhileItIsOnItsWayIsDeliveredOnce() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    answer = new Outcome.Retry("down");
    tell(event("x"));
    tell(event("x"));
    assertThat(tick()).isEmpty();

    assertThat(posted).hasSize(1);
  }

  @Test
  void aReplayIsDeliveredAgainUnderTheSameId() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);
    tell(event("x"));
    tick();

    tell(event("x").replayed(Facts.START.plusSeconds(5)));

    NotificationOutcome came = tick().getFirst();
    assertThat(came.dedupeKey()).endsWith("/" + Facts.START.plusSeconds(5).toEpochMilli());
    assertThat(posted).hasSize(2);
    assertThat(posted.getLast().body())
        .contains(event("x").id().toString())
        .contains("\"replayed_at\":\"2026-03-01T10:00:05Z\"");
  }

  @Test
  void anEventFromBeforeASubscriptionIsToldToItWhenItIsReplayedAfter() {
    WebhookEvent old =
        WebhookEvent.of(
            WORKSPACE,
            VALIDATOR,
            WebhookEvent.Type.THREAD_CREATED,
            Facts.START.minus(Duration.ofDays(1)),
            "old",
            Json.EMPTY);
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);

    tell(old);
    tick();
    assertThat(posted).isEmpty();

    tell(old.replayed(Facts.START.plusSeconds(1)));
    tick();
    assertThat(posted).hasSize(1);
  }
}
