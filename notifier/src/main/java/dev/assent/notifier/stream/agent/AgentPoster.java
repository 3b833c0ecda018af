package dev.assent.notifier.stream.agent;

import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.value.Json;
import dev.assent.notifier.channel.PostedBody;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.post.Posting;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.platform.keys.SecretBox;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.wire.directory.DirectoryEntry.Agent;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Posts one delivery once, and says what to report of it: the agent's 2xx is its acknowledgement,
/// and the last delivery that does not get there is the step's failure. What is posted again, and
/// when, is the processor's redelivery.
final class AgentPoster {
  private final Receivers receivers;
  private final Posting posting;
  private final Optional<SecretBox> secrets;
  private final Clock clock;

  AgentPoster(Receivers receivers, Posting posting, Optional<SecretBox> secrets, Clock clock) {
    this.receivers = receivers;
    this.posting = posting;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// What came of a delivery.
  ///
  /// @param report what to say on the agent's behalf; empty while it is to be delivered again
  record Posted(NotificationOutcome outcome, Optional<PublicRequest.Report> report) {}

  /// Waits for the agent. Empty when the delivery is none of its: it is not posted to any more, or
  /// was not yet.
  Optional<Posted> post(Delivery delivery) {
    return receivers
        .postedAgent(delivery.agent())
        .flatMap(
            agent ->
                agent
                    .postedTo()
                    .filter(callback -> isSince(callback, delivery))
                    .map(callback -> posted(delivery, attempt(delivery, agent, callback))));
  }

  /// What to say of a delivery that broke our code before it was there. Not what the failure says:
  /// it may quote the agent's URL.
  Posted broken(Delivery delivery, Throwable failure) {
    return notDelivered(
        delivery,
        "posting it failed with "
            + failure.getClass().getSimpleName()
            + "; it is in the dead letters");
  }

  private static boolean isSince(Agent.Callback callback, Delivery delivery) {
    return !delivery.at().isBefore(callback.since().minus(Subscription.CLOCKS_APART));
  }

  private Outcome attempt(Delivery delivery, Agent agent, Agent.Callback callback) {
    Optional<byte[]> secret =
        callback.secret().flatMap(kept -> secrets.flatMap(box -> box.open(kept, agent.key())));
    if (callback.secret().isPresent() && secret.isEmpty()) {
      return new Outcome.Retry(
          "expected to read the agent's secret, but ASSENT_WEBHOOKS_KEY is not the one that it was"
              + " kept under");
    }
    return posting.post(
        callback.url(),
        PostedBody.of(delivery, clock.instant().truncatedTo(ChronoUnit.MILLIS)),
        secret);
  }

  private Posted posted(Delivery delivery, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Sent _ ->
          new Posted(
              outcome(delivery, Status.SENT, ""),
              Optional.of(report(delivery, "ACKNOWLEDGE", Json.EMPTY, "")));
      case Outcome.Retry retry -> notDelivered(delivery, retry.why());
      case Outcome.Failed failed -> notDelivered(delivery, failed.why());
    };
  }

  private Posted notDelivered(Delivery delivery, String why) {
    String reason = "delivery " + delivery.attempt() + " was the last: " + why;
    return delivery.last()
        ? new Posted(
            outcome(delivery, Status.FAILED, "given up: " + why),
            Optional.of(report(delivery, "FAIL", failure(delivery, reason), reason)))
        : new Posted(outcome(delivery, Status.FAILED, "to be repeated: " + why), Optional.empty());
  }

  /// As an agent would say it over HTTP.
  private static Json failure(Delivery delivery, String reason) {
    return Json.object(
        Map.of(
            "action", Json.string("fail"),
            "code", Json.string("delivery_failed"),
            "reason", Json.string(reason),
            "delivery_attempt", Json.string(Integer.toString(delivery.attempt()))));
  }

  /// Under an id that follows from the delivery: reported twice it is carried out once.
  private static PublicRequest.Report report(
      Delivery delivery, String kind, Json body, String reason) {
    String name = dedupeKey(delivery) + "/" + kind;
    return new PublicRequest.Report(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        delivery.stepIntent().toString(),
        delivery.agent().toString(),
        delivery.attempt(),
        delivery.token(),
        kind,
        body.text(),
        reason);
  }

  private static String dedupeKey(Delivery delivery) {
    return delivery.stepIntent() + "/" + delivery.attempt() + "/" + AgentFeed.NAME;
  }

  private NotificationOutcome outcome(Delivery delivery, Status status, String detail) {
    return new NotificationOutcome(
        dedupeKey(delivery),
        Optional.of(delivery.intent()),
        0,
        AgentFeed.NAME,
        delivery.agent().toString(),
        status,
        delivery.attempt(),
        detail,
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
