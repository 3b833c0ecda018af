package dev.assent.gateway.webhooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.access.Secrets;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.documents.Documents;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.inbox.Inboxes;
import dev.assent.platform.intake.CallbackFields;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.SealedSecret;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// URLs that are told of what happens in an inbox (contract section 3.3). The notifier tells them.
@Controller("/v1/webhooks/subscriptions")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class SubscriptionController {
  /// A subscription that was deleted is shown for as long.
  private static final Duration KEPT = Duration.ofDays(30);

  private final Documents<Subscription> subscriptions;
  private final Inboxes inboxes;
  private final Secrets secrets;
  private final Clock clock;

  SubscriptionController(Catalogues catalogues, Inboxes inboxes, Secrets secrets, Clock clock) {
    this.subscriptions = catalogues.subscriptions();
    this.inboxes = inboxes;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// The URL is told of this inbox from now on. A URL that was told of it already keeps its id, and
  /// what the request leaves out of secret and description.
  @Post
  CompletableFuture<String> upsert(Caller caller, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "subscribe to events");
    Inboxes.Owner owner = inboxes.owner(caller, request);
    Fields fields = Fields.of(Bodies.object(request));
    Workspace workspace = caller.workspace();
    String url = CallbackFields.url(fields);
    String id = Subscription.id(workspace, owner.address(), url);
    Optional<Subscription> before =
        subscriptions.get(workspace, id).filter(old -> old.revokedAt().isEmpty());
    Subscription made = subscription(fields, owner, url, id, before, workspace);
    Instant now = clock.instant();
    return subscriptions
        .tidy(workspace, old -> old.revokedAt().filter(at -> over(at, now)).isPresent())
        .thenCompose(_ -> subscriptions.put(workspace, id, made))
        .thenApply(_ -> Answers.text(Answers.ok().set("subscription", answer(made))));
  }

  private static boolean over(Instant revokedAt, Instant now) {
    return revokedAt.plus(KEPT).isBefore(now);
  }

  private Subscription subscription(
      Fields fields,
      Inboxes.Owner owner,
      String url,
      String id,
      Optional<Subscription> before,
      Workspace workspace) {
    List<String> types = types(fields);
    Optional<SealedSecret> secret =
        CallbackFields.secret(fields)
            .map(text -> secrets.seal(text, Subscription.row(workspace, id)))
            .or(() -> before.flatMap(Subscription::secret));
    Instant now = clock.instant();
    return new Subscription(
        id,
        owner.shownAs(),
        url,
        types,
        secret,
        fields.optionalFlag("active").orElse(true),
        fields
            .optionalText("description", Limits.NAME_LENGTH_MAX)
            .or(() -> before.flatMap(Subscription::description)),
        before.filter(Subscription::listens).map(Subscription::since).orElse(now),
        before.map(Subscription::createdAt).orElse(now),
        now,
        Optional.empty());
  }

  private static List<String> types(Fields fields) {
    List<String> types =
        fields.texts("event_types", Limits.WEBHOOK_TYPES_MAX, Limits.NAME_LENGTH_MAX);
    if (types.isEmpty()) {
      throw fields.wrong("at least " + EventTypes.known(), "event_types", "there is none");
    }
    types.forEach(name -> EventTypes.read(fields, "event_types", name));
    return types.stream().distinct().toList();
  }

  /// Those of the inbox that the request names; without a name an agent's own, else all of the
  /// workspace.
  @Get
  String list(
      Caller caller,
      HttpRequest<?> request,
      @QueryValue("include_inactive") Optional<String> includeInactive) {
    Catalogues.requireReader(caller, "read subscriptions");
    Inboxes.Owner owner = inboxes.owner(caller, request);
    boolean one = owner.named() || caller.principal().kind() == Principal.Kind.AGENT;
    boolean inactive = includeInactive.filter(Boolean::parseBoolean).isPresent();
    List<Subscription> found =
        subscriptions.all(caller.workspace()).stream()
            .filter(each -> !one || isOf(each, owner, caller.workspace()))
            .filter(each -> inactive || each.listens())
            .sorted(Comparator.comparing(Subscription::createdAt).reversed())
            .toList();
    return Answers.text(
        Answers.ok()
            .set(
                "subscriptions",
                Answers.array(found, (array, subscription) -> array.add(answer(subscription)))));
  }

  /// Whoever may open all inboxes of the workspace may delete all its subscriptions, whatever inbox
  /// the request names. A second deletion says when the first one was.
  @Delete("/{id}")
  CompletableFuture<String> delete(Caller caller, HttpRequest<?> request, String id) {
    Catalogues.requireWriter(caller, "end subscriptions");
    Inboxes.Owner owner = inboxes.owner(caller, request);
    Workspace workspace = caller.workspace();
    Subscription before =
        subscriptions
            .get(workspace, id)
            .filter(
                found ->
                    caller.principal().kind() != Principal.Kind.AGENT
                        || isOf(found, owner, workspace))
            .orElseThrow(() -> Refused.notFound("a subscription's id", "there is none such"));
    Subscription after = before.revoked(clock.instant());
    CompletableFuture<Void> done =
        before.revokedAt().isPresent()
            ? CompletableFuture.completedFuture(null)
            : subscriptions.put(workspace, id, after);
    return done.thenApply(
        _ ->
            Answers.text(
                Answers.ok()
                    .put("subscription_id", id)
                    .put("revoked_at", after.revokedAt().orElseThrow().toString())));
  }

  private static boolean isOf(Subscription subscription, Inboxes.Owner owner, Workspace workspace) {
    return AgentAddress.spelled(subscription.ownerAgent(), workspace).equals(owner.address());
  }

  private static ObjectNode answer(Subscription subscription) {
    ObjectNode node =
        Answers.object()
            .put("subscription_id", subscription.id())
            .put("owner_agent", subscription.ownerAgent())
            .put("callback_url", subscription.callbackUrl())
            .put("active", subscription.active())
            .put("description", subscription.description().orElse(null))
            .put("created_at", subscription.createdAt().toString())
            .put("updated_at", subscription.updatedAt().toString())
            .put("revoked_at", subscription.revokedAt().map(Instant::toString).orElse(null))
            .put("secret_hint", subscription.secret().map(SealedSecret::hint).orElse(null));
    node.set("event_types", Answers.array(subscription.eventTypes(), ArrayNode::add));
    return node;
  }
}
