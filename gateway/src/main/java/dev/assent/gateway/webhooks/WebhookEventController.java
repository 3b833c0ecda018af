package dev.assent.gateway.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.catalogue.PostedEvent;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.documents.Documents;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.inbox.Inboxes;
import dev.assent.platform.bus.Idempotency;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.platform.webhooks.WebhookLog;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.json.CanonicalJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Events that callers post for the subscribers of an inbox, and events told once more (contract
/// section 3.3). An answer means that the event is on its topic; the notifier delivers it after
/// that, so an answer counts what is to be delivered.
@Controller("/v1/webhooks/events")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class WebhookEventController {
  private static final String ENDPOINT = "webhooks.events";
  private static final int SOURCE_LENGTH_MIN = 2;
  private static final int SOURCE_LENGTH_MAX = 100;

  /// An idempotency key is remembered for as long (contract section 1: at least a day).
  private static final Duration KEY_KEPT = Duration.ofDays(2);

  private final WebhookLog log;
  private final Documents<Subscription> subscriptions;
  private final Documents<PostedEvent> posted;
  private final Inboxes inboxes;
  private final Clock clock;

  WebhookEventController(WebhookLog log, Catalogues catalogues, Inboxes inboxes, Clock clock) {
    this.log = log;
    this.subscriptions = catalogues.subscriptions();
    this.posted = catalogues.postedEvents();
    this.inboxes = inboxes;
    this.clock = clock;
  }

  @Post
  CompletableFuture<String> post(Caller caller, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "post events");
    Inboxes.Owner owner = inboxes.owner(caller, request);
    ObjectNode body = Bodies.object(request);
    WebhookEvent event = event(caller.workspace(), owner, Fields.of(body));
    return caller
        .idempotencyKey()
        .map(key -> once(caller, key, event, Hash.of(owner.address() + CanonicalJson.of(body))))
        .orElseGet(() -> log.append(event).thenApply(_ -> event))
        .thenApply(
            told ->
                Answers.text(
                    counted(told)
                        .put("accepted_at", told.at().toString())
                        .put("source", told.source())
                        .put("owner_agent", owner.shownAs())));
  }

  private WebhookEvent event(Workspace workspace, Inboxes.Owner owner, Fields fields) {
    WebhookEvent.Type type = EventTypes.read(fields, "event_type", fields.text("event_type"));
    String source = fields.text("source", SOURCE_LENGTH_MAX);
    if (source.length() < SOURCE_LENGTH_MIN) {
      throw fields.wrong(
          "at least " + SOURCE_LENGTH_MIN + " characters", "source", "got " + source.length());
    }
    Json payload =
        fields
            .optionalJsonObject("payload")
            .orElseThrow(() -> fields.wrong("an object", "payload", "there is none"));
    if (payload.bytes() > Limits.WEBHOOK_PAYLOAD_BYTES_MAX) {
      throw Refused.tooLarge(
          "a payload of at most " + Limits.WEBHOOK_PAYLOAD_BYTES_MAX + " bytes",
          "it has " + payload.bytes());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new WebhookEvent(
        WebhookEvent.id(now, Hash.of(UUID.randomUUID().toString())),
        workspace,
        owner.address(),
        type,
        source,
        now,
        payload,
        Optional.empty(),
        0,
        Optional.empty());
  }

  /// Which event a key stands for is written before the event: whoever asks again, because it all
  /// broke off in between, gets the very same event.
  private CompletableFuture<WebhookEvent> once(
      Caller caller, String key, WebhookEvent event, Hash request) {
    Workspace workspace = caller.workspace();
    String id = Idempotency.submit(caller.principal(), ENDPOINT, key).toString();
    Optional<PostedEvent> before = posted.get(workspace, id);
    if (before.isPresent()) {
      return again(before.get(), event, request);
    }
    Instant now = clock.instant();
    return posted
        .tidy(workspace, old -> old.at().plus(KEY_KEPT).isBefore(now))
        .thenCompose(
            _ ->
                posted.put(
                    workspace,
                    id,
                    new PostedEvent(event.id().toString(), request.hex(), event.at())))
        .thenCompose(_ -> log.append(event))
        .thenApply(_ -> event);
  }

  private CompletableFuture<WebhookEvent> again(
      PostedEvent before, WebhookEvent event, Hash request) {
    if (!before.request().equals(request.hex())) {
      throw new Refused(
          Problem.of(
              409,
              "idempotency_conflict",
              "expected the same request under this idempotency key, but it is another"));
    }
    WebhookEvent same =
        new WebhookEvent(
            UUID.fromString(before.eventId()),
            event.workspace(),
            event.owner(),
            event.type(),
            event.source(),
            before.at(),
            event.payload(),
            event.intent(),
            event.seq(),
            event.replayedAt());
    return log.find(same.id())
        .thenCompose(
            found -> found.isPresent() ? CompletableFuture.completedFuture(null) : log.append(same))
        .thenApply(_ -> same);
  }

  /// Any event that is still on the topic, whoever brought it about.
  @Post("/{id}/replay")
  CompletableFuture<String> replay(Caller caller, HttpRequest<byte[]> request, String id) {
    Catalogues.requireWriter(caller, "replay events");
    Inboxes.Owner owner = inboxes.owner(caller, request);
    return log.find(uuid(id))
        .thenCompose(
            found -> {
              WebhookEvent event =
                  found
                      .filter(one -> mayReplay(caller, owner, one))
                      .orElseThrow(WebhookEventController::unknown)
                      .replayed(clock.instant().truncatedTo(ChronoUnit.MICROS));
              return log.append(event)
                  .thenApply(
                      _ ->
                          Answers.text(
                              counted(event)
                                  .put("owner_agent", event.owner())
                                  .put("replayed_at", event.toldFrom().toString())));
            });
  }

  private static boolean mayReplay(Caller caller, Inboxes.Owner owner, WebhookEvent event) {
    return event.workspace().equals(caller.workspace())
        && (caller.principal().kind() != Principal.Kind.AGENT
            || event.owner().equals(owner.address()));
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  private static Refused unknown() {
    return Refused.notFound("an event's id", "there is no such event, or none any more");
  }

  /// What is to be done by the time of the answer; what comes of it is on the notifications topic.
  private ObjectNode counted(WebhookEvent event) {
    long queued =
        subscriptions.all(event.workspace()).stream()
            .filter(subscription -> subscription.wants(event, event.workspace()))
            .count();
    return Answers.ok()
        .put("event_id", event.id().toString())
        .put("event_type", event.type().wireName())
        .put("queued_deliveries", queued)
        .put("processed_deliveries", 0)
        .put("delivered", 0)
        .put("pending", queued)
        .put("dead_lettered", 0);
  }
}
