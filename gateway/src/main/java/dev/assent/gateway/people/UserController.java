package dev.assent.gateway.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.gateway.catalogue.Nick;
import dev.assent.gateway.catalogue.User;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.edge.Answers;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Nicks and profiles (contract section 3.4).
@Controller("/v1/users")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
public final class UserController {
  private final Users users;

  UserController(Users users) {
    this.users = users;
  }

  @Get("/check-nick")
  public String check(Caller caller, @QueryValue Optional<String> nick) {
    Catalogues.requireReader(caller, "read nicks");
    Nick asked = Users.nick(nick.orElse(""));
    return Answers.text(
        Answers.ok()
            .put("nick", asked.shown())
            .put("normalized_nick", asked.name())
            .put("public_address", asked.publicAddress())
            .put("available", users.holder(caller.workspace(), asked).isEmpty()));
  }

  @Post("/register-nick")
  public CompletableFuture<String> register(Caller caller, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "register nicks");
    Fields fields = Fields.of(Bodies.object(request));
    return users
        .register(caller, Users.nick(fields.text("nick")), Users.details(fields))
        .thenApply(
            user -> Answers.text(answer(user).put("created_at", user.createdAt().toString())));
  }

  @Post("/rename-nick")
  CompletableFuture<String> rename(Caller caller, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "rename nicks");
    Fields fields = Fields.of(Bodies.object(request));
    return users
        .change(
            caller,
            user(caller, fields),
            Optional.of(Users.nick(fields.text("nick"))),
            Users.details(fields))
        .thenApply(
            user -> Answers.text(answer(user).put("renamed_at", user.updatedAt().toString())));
  }

  @Get("/profile")
  String profile(Caller caller, @QueryValue("owner_agent") Optional<String> owner) {
    Catalogues.requireReader(caller, "read profiles");
    return profile(
        users.byOwner(caller.workspace(), owner.orElseGet(() -> caller.principal().id())));
  }

  @Post("/profile/update")
  CompletableFuture<String> update(Caller caller, HttpRequest<byte[]> request) {
    Catalogues.requireWriter(caller, "change profiles");
    Fields fields = Fields.of(Bodies.object(request));
    return users
        .change(
            caller,
            user(caller, fields),
            fields.optionalText("nick").map(Users::nick),
            Users.details(fields))
        .thenApply(UserController::profile);
  }

  private User user(Caller caller, Fields fields) {
    return users.byOwner(caller.workspace(), Catalogues.ownerAgent(fields));
  }

  private static String profile(User user) {
    return Answers.text(
        answer(user)
            .put("normalized_nick", user.nick())
            .put("updated_at", user.updatedAt().toString()));
  }

  private static ObjectNode answer(User user) {
    Nick nick = new Nick(user.nick());
    return Answers.ok()
        .put("user_id", user.userId())
        .put("owner_agent", user.ownerAgent())
        .put("nick", nick.shown())
        .put("public_address", nick.publicAddress())
        .put("display_name", user.displayName().orElse(null))
        .put("phone", user.phone().orElse(null))
        .put("email", user.email().orElse(null));
  }
}
