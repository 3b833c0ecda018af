package dev.assent.gateway.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.catalogue.Invite;
import dev.assent.gateway.catalogue.Nick;
import dev.assent.gateway.catalogue.User;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.documents.Documents;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.PublicUrl;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Invitations to take a nick (contract section 3.4).
@Controller("/v1/invites")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class InviteController {
  private static final int TTL_SECONDS_MIN = 60;
  private static final int TTL_SECONDS_MAX = 1_209_600;
  private static final int TTL_SECONDS_DEFAULT = 604_800;

  /// An invite that has ended is shown for as long.
  private static final Duration KEPT = Duration.ofDays(30);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Documents<Invite> invites;
  private final Users users;
  private final PublicUrl url;
  private final Clock clock;

  InviteController(Catalogues catalogues, Users users, PublicUrl url, Clock clock) {
    this.invites = catalogues.invites();
    this.users = users;
    this.url = url;
    this.clock = clock;
  }

  @Post("/create")
  CompletableFuture<String> create(Caller caller, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "invite people");
    Fields fields = Fields.of(Bodies.object(request));
    Instant now = clock.instant();
    int ttl =
        fields
            .optionalCount("ttl_seconds", TTL_SECONDS_MIN, TTL_SECONDS_MAX)
            .orElse(TTL_SECONDS_DEFAULT);
    Invite invite =
        new Invite(
            Catalogues.ownerAgent(fields),
            fields.optionalText("recipient_hint", Limits.NAME_LENGTH_MAX),
            now,
            now.plusSeconds(ttl),
            Optional.empty(),
            Optional.empty());
    String token = token();
    return invites
        .tidy(caller.workspace(), old -> old.expiresAt().plus(KEPT).isBefore(now))
        .thenCompose(_ -> invites.put(caller.workspace(), id(token), invite))
        .thenApply(
            _ ->
                Answers.text(
                    answer(token, invite)
                        .put("invite_url", url.of(request, "/v1/invites/" + token))));
  }

  @Get("/{token}")
  String get(Caller caller, String token) {
    Catalogues.requireReader(caller, "read invites");
    Invite invite = invite(caller.workspace(), token);
    ObjectNode answer = answer(token, invite);
    Optional<User> user = invite.userId().flatMap(id -> users.byId(caller.workspace(), id));
    answer.put("accepted_at", invite.acceptedAt().map(Instant::toString).orElse(null));
    answer.put("accepted_owner_agent", user.map(User::ownerAgent).orElse(null));
    answer.put("nick", user.map(u -> new Nick(u.nick()).shown()).orElse(null));
    answer.put("public_address", user.map(u -> new Nick(u.nick()).publicAddress()).orElse(null));
    return Answers.text(answer);
  }

  /// A nick that the caller registered before may be used again: then the invite is that person's.
  @Post("/{token}/accept")
  CompletableFuture<String> accept(Caller caller, String token, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "accept invites");
    Fields fields = Fields.of(Bodies.object(request));
    Nick nick = Users.nick(fields.text("nick"));
    User.Details details = Users.details(fields);
    Workspace workspace = caller.workspace();
    Invite invite = invite(workspace, token);
    if (invite.accepted()) {
      return CompletableFuture.completedFuture(acceptedBefore(workspace, token, invite, nick));
    }
    if (invite.over(clock.instant())) {
      throw new Refused(
          Problem.of(
              410,
              "invite_expired",
              "expected an invite that is good, but it ended at " + invite.expiresAt()));
    }
    Optional<User> mine =
        users.holder(workspace, nick).filter(user -> Users.mayChange(caller, user));
    CompletableFuture<User> user =
        mine.isPresent()
            ? users.change(caller, mine.get(), Optional.empty(), details)
            : users.register(caller, nick, details);
    return user.thenCompose(
        who -> {
          Invite accepted = invite.acceptedBy(who.userId(), clock.instant());
          return invites
              .put(workspace, id(token), accepted)
              .thenApply(_ -> accepted(token, accepted, who));
        });
  }

  private String acceptedBefore(Workspace workspace, String token, Invite invite, Nick nick) {
    return invite
        .userId()
        .flatMap(id -> users.byId(workspace, id))
        .filter(user -> user.nick().equals(nick.name()))
        .map(user -> accepted(token, invite, user))
        .orElseThrow(
            () ->
                new Refused(
                    Problem.of(
                        409,
                        "invite_accepted",
                        "expected an invite that is open, but somebody accepted it")));
  }

  private static String accepted(String token, Invite invite, User user) {
    Nick nick = new Nick(user.nick());
    return Answers.text(
        Answers.ok()
            .put("token", token)
            .put("status", "accepted")
            .put("invite_owner_agent", invite.ownerAgent())
            .put("user_id", user.userId())
            .put("owner_agent", user.ownerAgent())
            .put("nick", nick.shown())
            .put("public_address", nick.publicAddress())
            .put("display_name", user.displayName().orElse(null))
            .put("accepted_at", invite.acceptedAt().map(Instant::toString).orElse(null))
            // There is no registry beyond this cluster to tell.
            .put(
                "registry_bind_status",
                invite.recipientHint().isPresent() ? "disabled" : "skipped_no_hint"));
  }

  private ObjectNode answer(String token, Invite invite) {
    return Answers.ok()
        .put("token", token)
        .put("owner_agent", invite.ownerAgent())
        .put("recipient_hint", invite.recipientHint().orElse(null))
        .put("status", invite.status(clock.instant()))
        .put("created_at", invite.createdAt().toString())
        .put("expires_at", invite.expiresAt().toString());
  }

  private Invite invite(Workspace workspace, String token) {
    return invites
        .get(workspace, id(token))
        .orElseThrow(() -> Refused.notFound("an invite's token", "there is no such invite"));
  }

  private static String id(String token) {
    return Hash.of(token).hex();
  }

  private static String token() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
