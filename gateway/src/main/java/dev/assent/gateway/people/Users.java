package dev.assent.gateway.people;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.catalogue.Nick;
import dev.assent.gateway.catalogue.User;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.documents.Documents;
import dev.assent.platform.bus.Idempotency;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The book of nicks: one person per nick in a workspace, however many gateways give nicks away.
@Singleton
final class Users {
  private static final int NICK_LENGTH_MAX = 64;
  private static final int DISPLAY_NAME_LENGTH_MAX = 120;
  private static final int CONTACT_LENGTH_MIN = 3;
  private static final int PHONE_LENGTH_MAX = 32;

  private final Documents<User> users;
  private final Clock clock;

  Users(Catalogues catalogues, Clock clock) {
    this.users = catalogues.users();
    this.clock = clock;
  }

  static Nick nick(String text) {
    return Nick.parse(text)
        .orElseThrow(
            () ->
                Refused.invalid(
                    "3 to 32 letters a-z, digits, '.', '_' or '-' in 'nick', with or without '@'",
                    "got '" + text.substring(0, Math.min(NICK_LENGTH_MAX, text.length())) + "'"));
  }

  static User.Details details(Fields fields) {
    return new User.Details(
        fields.optionalText("display_name", DISPLAY_NAME_LENGTH_MAX),
        contact(fields, "phone", PHONE_LENGTH_MAX),
        contact(fields, "email", Limits.NAME_LENGTH_MAX));
  }

  private static Optional<String> contact(Fields fields, String name, int lengthMax) {
    Optional<String> text = fields.optionalText(name, lengthMax);
    if (text.isPresent() && text.get().length() < CONTACT_LENGTH_MIN) {
      throw fields.wrong(
          "at least " + CONTACT_LENGTH_MIN + " characters", name, "got " + text.get().length());
    }
    return text;
  }

  Optional<User> holder(Workspace workspace, Nick nick) {
    return users.named(workspace, name(nick));
  }

  Optional<User> byId(Workspace workspace, String userId) {
    return users.get(workspace, userId);
  }

  User byOwner(Workspace workspace, String ownerAgent) {
    return users
        .named(workspace, "owner:" + ownerAgent)
        .orElseThrow(() -> Refused.notFound("a user's owner_agent", "got '" + ownerAgent + "'"));
  }

  /// Whether a caller may change a user: it registered the user, or is an admin.
  static boolean mayChange(Caller caller, User user) {
    return caller.principal().has(Scope.ADMIN)
        || user.registeredBy().equals(caller.principal().id());
  }

  /// A request that comes again under its idempotency key gets the user it made.
  CompletableFuture<User> register(Caller caller, Nick nick, User.Details details) {
    String id =
        caller
            .idempotencyKey()
            .map(key -> Idempotency.submit(caller.principal(), "users.register", key).toString())
            .orElseGet(() -> UUID.randomUUID().toString());
    Workspace workspace = caller.workspace();
    Optional<User> before = users.get(workspace, id);
    if (before.isPresent()) {
      if (before.get().nick().equals(nick.name())) {
        return CompletableFuture.completedFuture(before.get());
      }
      throw new Refused(
          Problem.of(
              409,
              "idempotency_conflict",
              "expected the nick '"
                  + before.get().nick()
                  + "' under this idempotency key again, but got '"
                  + nick.name()
                  + "'"));
    }
    Instant now = clock.instant();
    String owner = new AgentAddress(workspace.org(), workspace.name(), "user-" + id).toString();
    User user =
        new User(
            id,
            owner,
            nick.name(),
            details.displayName(),
            details.phone(),
            details.email(),
            caller.principal().id(),
            now,
            now);
    return claim(caller, Optional.empty(), user);
  }

  /// Changes what the details name, and the nick.
  CompletableFuture<User> change(
      Caller caller, User user, Optional<Nick> nick, User.Details details) {
    if (!mayChange(caller, user)) {
      throw Refused.forbidden(
          "the key of who registered '" + user.ownerAgent() + "', or an admin's",
          "this one is of '" + caller.principal().id() + "'");
    }
    return claim(
        caller,
        Optional.of(user),
        user.with(nick.orElseGet(() -> new Nick(user.nick())), details, clock.instant()));
  }

  /// Writes first and looks then: the directory says whose a nick is that two claim at once.
  private CompletableFuture<User> claim(Caller caller, Optional<User> before, User user) {
    Workspace workspace = caller.workspace();
    Nick nick = new Nick(user.nick());
    if (isHeldByAnother(workspace, nick, user)) {
      throw taken(nick);
    }
    return put(workspace, user)
        .thenCompose(
            _ -> {
              if (!isHeldByAnother(workspace, nick, user)) {
                return CompletableFuture.completedFuture(user);
              }
              CompletableFuture<Void> back =
                  before
                      .map(old -> put(workspace, old))
                      .orElseGet(() -> users.remove(workspace, user.userId()));
              return back.thenApply(
                  _ -> {
                    throw taken(nick);
                  });
            });
  }

  private boolean isHeldByAnother(Workspace workspace, Nick nick, User user) {
    return holder(workspace, nick)
        .filter(other -> !other.userId().equals(user.userId()))
        .isPresent();
  }

  private CompletableFuture<Void> put(Workspace workspace, User user) {
    return users.put(
        workspace,
        user.userId(),
        user,
        Set.of(name(new Nick(user.nick())), "owner:" + user.ownerAgent()));
  }

  private static String name(Nick nick) {
    return "nick:" + nick.name();
  }

  private static Refused taken(Nick nick) {
    return new Refused(
        Problem.of(
            409,
            "nick_taken",
            "expected a nick that is free, but " + nick.shown() + " is somebody's"));
  }
}
