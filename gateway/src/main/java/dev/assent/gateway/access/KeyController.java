package dev.assent.gateway.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.edge.Answers;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.keys.NewKey;
import dev.assent.platform.keys.Owners;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// API keys of the caller's workspace, for admins. Not part of AXP.
@Controller("/v1/keys")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class KeyController {
  private final Directory directory;
  private final Owners owners;
  private final Clock clock;

  KeyController(Directory directory, Clock clock) {
    this.directory = directory;
    this.owners = new Owners(directory);
    this.clock = clock;
  }

  /// The secret is in this answer and nowhere else.
  @Post
  CompletableFuture<String> create(Caller caller, HttpRequest<byte[]> request) {
    caller.require("make keys", Scope.ADMIN);
    NewKey key = Keys.create(caller, Fields.of(Bodies.object(request)), clock.instant());
    return directory
        .put(key.entry())
        .thenApply(_ -> answer(Keys.answer(key.entry(), false).put("token", key.secret())));
  }

  @Get
  String list(Caller caller) {
    caller.require("list keys", Scope.ADMIN);
    List<DirectoryEntry.Key> keys =
        directory.keys(caller.workspace()).stream()
            .sorted(Comparator.comparing(DirectoryEntry.Key::createdAt))
            .toList();
    return Answers.text(
        Answers.ok().set("keys", Answers.array(keys, (array, key) -> array.add(answer(key)))));
  }

  @Delete("/{id}")
  CompletableFuture<String> revoke(Caller caller, String id) {
    caller.require("revoke keys", Scope.ADMIN);
    DirectoryEntry.Key key =
        directory
            .key(id)
            .filter(found -> found.workspace().equals(caller.workspace()))
            .orElseThrow(() -> Refused.notFound("a key", "there is no '" + id + "'"));
    DirectoryEntry.Key revoked = key.revoked(clock.instant());
    return directory.put(revoked).thenApply(_ -> answer(answer(revoked)));
  }

  /// Ends a person, or whoever else owns keys: all keys and sessions that they have by now.
  @Post("/revoke-owner")
  CompletableFuture<String> revokeOwner(Caller caller, HttpRequest<byte[]> request) {
    caller.require("revoke keys", Scope.ADMIN);
    String owner = Fields.of(Bodies.object(request)).text("owner", Limits.ADDRESS_LENGTH_MAX);
    if (owner.equals(caller.principal().id())) {
      throw Refused.invalid("another owner than the caller", "'" + owner + "' is who asks");
    }
    return owners
        .end(caller.workspace(), owner, clock.instant())
        .thenApply(
            ended ->
                Answers.text(
                    Answers.ok()
                        .put("owner", owner)
                        .set(
                            "revoked_keys",
                            Answers.array(ended, (array, key) -> array.add(key.keyId())))));
  }

  private ObjectNode answer(DirectoryEntry.Key key) {
    return Keys.answer(key, directory.over(key).isPresent());
  }

  private static String answer(ObjectNode key) {
    return Answers.text(Answers.ok().set("key", key));
  }
}
