package dev.assent.notifier.stream.webhook;

import static dev.assent.notifier.plan.Facts.ONCALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.notifier.plan.Facts;
import dev.assent.platform.webhooks.KafkaWebhookLog;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/// What becomes an event, and what does not.
class WebhookTopologyTest extends WebhookStream {
  @Test
  void aRoundBecomesEventsAndDeliveries() {
    Subscription ann =
        subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED, WebhookEvent.Type.THREAD_UPDATED);

    tell(
        Facts.created()
            .opened(ONCALL)
            .decided("ada", "approved", new Event.IntentCompleted(Json.EMPTY, Optional.empty())));

    List<NotificationOutcome> came = tick();
    assertThat(came)
        .allSatisfy(
            one -> {
              assertThat(one.status()).isEqualTo(Status.SENT);
              assertThat(one.channel()).isEqualTo("webhook");
              assertThat(one.recipient()).isEqualTo(ann.id());
              assertThat(one.intent()).contains(Facts.INTENT);
            });
    assertThat(came).extracting(NotificationOutcome::seq).containsExactlyInAnyOrder(1, 4, 5, 6);
    assertThat(posted).extracting(Posted::url).containsOnly(URL).hasSize(4);
    assertThat(driver.getKeyValueStore(Names.DELIVERIES).all()).toIterable().isEmpty();
    assertThat(driver.getKeyValueStore(Names.THREADS).all()).toIterable().isEmpty();
  }

  @Test
  void nothingIsWrittenThatNobodySubscribedTo() {
    subscribe(VALIDATOR, WebhookEvent.Type.REPLY_RECEIVED);
    subscribe("somebody-else", WebhookEvent.Type.THREAD_CREATED);

    tell(Facts.created().opened(ONCALL));

    assertThat(matched()).isEmpty();
    assertThat(posted).isEmpty();
  }

  @Test
  void anEventsRecordHasItsIdAsKeyAndItsTime() {
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED);

    tell(Facts.created());

    TestRecord<byte[], byte[]> record = read(TOPICS.webhooks()).getFirst();
    WebhookEvent event = events.decode(record.value());
    assertThat(record.key()).isEqualTo(KafkaWebhookLog.key(event.id()));
    assertThat(record.getRecordTime()).isEqualTo(Facts.START);
    assertThat(WebhookEvent.timeOf(event.id())).contains(Facts.START);
  }

  @Test
  void whatHappenedBeforeASubscriptionIsNotTold() {
    Facts old =
        Facts.created(Facts.INTENT, Facts.START.minus(Duration.ofDays(1)), Facts.question(ONCALL));
    subscribe(VALIDATOR, WebhookEvent.Type.THREAD_CREATED, WebhookEvent.Type.THREAD_UPDATED);

    tell(old);

    assertThat(matched()).isEmpty();
  }

  @Test
  void anAcceptedInviteAndARevokedSessionAreEvents() {
    subscribe("inviter", WebhookEvent.Type.INVITE_ACCEPTED);
    subscribe("ada@acme.example", WebhookEvent.Type.SESSION_REVOKED);

    tell(invite(""));
    tell(invite(",\"acceptedAt\":\"2026-03-01T10:00:01Z\",\"userId\":\"u-1\""));
    tell(session(Optional.empty(), DirectoryEntry.Key.SESSION));
    tell(session(Optional.of(Facts.START), "a key of a program"));
    tell(session(Optional.of(Facts.START), DirectoryEntry.Key.SESSION));
    tell(session(Optional.of(Facts.START), DirectoryEntry.Key.SESSION));

    List<NotificationOutcome> came = tick();
    assertThat(came).allMatch(one -> one.intent().isEmpty() && one.seq() == 0);
    assertThat(posted)
        .extracting(Posted::body)
        .anyMatch(
            body ->
                body.contains("\"event_type\":\"invite.accepted\"")
                    && body.contains("\"user_id\":\"u-1\""))
        .anyMatch(
            body ->
                body.contains("\"event_type\":\"auth.session_revoked\"")
                    && body.contains("\"session_id\":\"ak_1\""));
    assertThat(matched())
        .as("a row that is written again is the same event")
        .extracting(WebhookEvent::id)
        .hasSize(3)
        .satisfies(ids -> assertThat(Set.copyOf(ids)).hasSize(2));
  }

  private static DirectoryEntry invite(String more) {
    return new DirectoryEntry.Document(
        "invites",
        WORKSPACE,
        "hash-of-a-token",
        new Json("{\"ownerAgent\":\"inviter\",\"recipientHint\":\"x\"" + more + "}"),
        Set.of(),
        Facts.START);
  }

  private static DirectoryEntry session(Optional<Instant> revokedAt, String label) {
    return new DirectoryEntry.Key(
        "ak_1",
        Hash.of("x"),
        WORKSPACE,
        Principal.Kind.PERSON,
        "ada@acme.example",
        Set.of(),
        Set.of(),
        "abcd",
        Facts.START,
        revokedAt,
        label,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void recordsThatCannotBeReadAreDeadLetters() {
    input(TOPICS.events()).pipeInput(new byte[] {1}, new byte[] {9});
    input(TOPICS.webhooks()).pipeInput(new byte[] {1}, new byte[] {8});
    input(TOPICS.directory()).pipeInput(new byte[] {1}, new byte[] {7});

    assertThat(read(TOPICS.deadLetters()))
        .extracting(letter -> letter.value()[0])
        .containsExactly((byte) 9, (byte) 8);
  }

  @Test
  void theDirectoryIsReadToItsEndOnlyWhereThereIsSomethingToMatch() {
    tell(Facts.created());
    int created = catchUps.get();
    input(TOPICS.events())
        .pipeInput(
            new byte[] {1},
            facts.encode(
                Facts.created()
                    .then(new Event.StepAcknowledged(Facts.AGENT, 1))
                    .batches()
                    .getLast()),
            Facts.START);

    assertThat(created).isEqualTo(1);
    assertThat(catchUps).hasValue(1);
  }
}
