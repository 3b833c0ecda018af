package dev.assent.notifier.stream.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.notifier.channel.WebhookChannel;
import dev.assent.notifier.outbox.Breakers;
import dev.assent.notifier.outbox.Courier;
import dev.assent.notifier.outbox.Outbox;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.notifier.stream.MemoryCodec;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.wire.notification.NotificationOutcome;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/// What an outbox finds in its store when it starts.
class OutboxRestartTest {
  private static final Clock CLOCK = Clock.fixed(Facts.START, ZoneOffset.UTC);
  private static final WebhookEvent EVENT = WebhookStream.event("x");
  private static final Subscription ANN =
      WebhookStream.subscription(WebhookStream.VALIDATOR, EVENT.type());

  private final MemoryCodec<WebhookEvent> events = new MemoryCodec<>();
  private final MemoryCodec<NotificationOutcome> outcomes = new MemoryCodec<>();
  private final Receivers receivers = new Receivers();
  private final AtomicInteger posts = new AtomicInteger();
  private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
  private final KeyValueStore<Bytes, byte[]> store = store();

  private KeyValueStore<Bytes, byte[]> store() {
    KeyValueStore<Bytes, byte[]> made =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Names.DELIVERIES), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    made.init(context.getStateStoreContext(), made);
    return made;
  }

  private void keep(Duration untilDue) {
    store.put(
        WebhookKey.of(EVENT, ANN.id()).bytes(),
        row(4, Facts.START.plus(untilDue), events.encode(EVENT)));
  }

  /// As the first release wrote it.
  private static byte[] row(int attempts, Instant due, byte[] event) {
    return ByteBuffer.allocate(13 + event.length)
        .put((byte) 1)
        .putInt(attempts)
        .putLong(due.toEpochMilli())
        .put(event)
        .array();
  }

  private Deliverer start() {
    context.setCurrentSystemTimeMs(Facts.START.toEpochMilli());
    WebhookStream.put(ANN, receivers);
    WebhookChannel channel =
        new WebhookChannel(
            receivers,
            (_, _, _) -> {
              posts.incrementAndGet();
              return new Outcome.Sent();
            },
            Optional.empty(),
            CLOCK);
    Retries retries = new Retries(12, Duration.ofSeconds(5), Duration.ofHours(1));
    Deliverer outbox =
        new Deliverer(
            events,
            receivers,
            () -> {},
            new Outbox.Shared<>(
                new WebhookTrade(events, channel, CLOCK),
                outcomes,
                new Courier(Runnable::run, Duration.ofSeconds(15), CLOCK),
                new Breakers(retries),
                retries,
                CLOCK,
                "test",
                new AtomicLong(),
                _ -> {}));
    outbox.init(context);
    return outbox;
  }

  private void look() {
    context.scheduledPunctuators().stream()
        .filter(punctuator -> !punctuator.cancelled())
        .toList()
        .forEach(punctuator -> punctuator.getPunctuator().punctuate(0));
  }

  @Test
  void whatWaitedGoesOnWhereItWas() {
    keep(Duration.ZERO);
    start();
    look();
    look();

    NotificationOutcome came = outcomes.decode(context.forwarded().getFirst().record().value());
    assertThat(came.attempts()).isEqualTo(5);
    assertThat(posts).hasValue(1);
    assertThat(store.all()).toIterable().isEmpty();
  }

  @Test
  void whatIsNotDueYetGoesOnWaiting() {
    keep(Duration.ofMinutes(1));
    start();
    look();

    assertThat(posts).hasValue(0);
    assertThat(store.all()).toIterable().hasSize(1);
  }

  @Test
  void whoeverHasNothingWaitingIsNotWoken() {
    start();

    assertThat(context.scheduledPunctuators()).isEmpty();
  }

  @Test
  void aTaskThatIsRevivedGoesOnAsOneThatStarts() {
    keep(Duration.ZERO);
    Deliverer outbox = start();
    outbox.init(context);
    look();
    look();

    assertThat(posts).hasValue(1);
    assertThat(context.forwarded()).hasSize(1);
    assertThat(store.all()).toIterable().isEmpty();
  }

  @Test
  void aDeliveryThatCannotBeReadEnds_andTheOneBehindItGoesOn() {
    WebhookKey broken = new WebhookKey(EVENT.id(), UUID.fromString(ANN.id()), 1);
    store.put(broken.bytes(), new byte[] {9});
    keep(Duration.ZERO);
    start();
    look();
    look();

    assertThat(posts).hasValue(1);
    assertThat(store.all()).toIterable().isEmpty();
    assertThat(context.forwarded())
        .extracting(forwarded -> outcomes.decode(forwarded.record().value()))
        .anySatisfy(
            came -> {
              assertThat(came.dedupeKey()).isEqualTo(broken.dedupeKey());
              assertThat(came.status()).isEqualTo(NotificationOutcome.Status.FAILED);
              assertThat(came.detail()).startsWith("expected to read the waiting delivery");
            })
        .anySatisfy(came -> assertThat(came.status()).isEqualTo(NotificationOutcome.Status.SENT));
  }
}
