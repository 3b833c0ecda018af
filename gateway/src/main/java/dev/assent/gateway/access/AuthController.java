package dev.assent.gateway.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.ClientAddresses;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Errors;
import dev.assent.wire.directory.DirectoryEntry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Signing in and out (contract section 2.11). What signs in has no key yet, so these actions ask
/// for none; the others do.
@Controller("/v1/auth")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class AuthController {
  private static final int CODE_LENGTH_MAX = 64;

  private final SignIns signIns;
  private final Grants grants;
  private final Sessions sessions;
  private final ClientAddresses addresses;

  AuthController(SignIns signIns, Grants grants, Sessions sessions, ClientAddresses addresses) {
    this.addresses = addresses;
    this.signIns = signIns;
    this.grants = grants;
    this.sessions = sessions;
  }

  @Post("/login-intent")
  CompletableFuture<String> begin(HttpRequest<byte[]> request) {
    Fields fields = Fields.of(Bodies.object(request));
    return signIns
        .begin(fields.text("email", Limits.NAME_LENGTH_MAX), addresses.party(request))
        .thenApply(Answers::text);
  }

  @Post("/login-intent/{id}/verify")
  CompletableFuture<String> verify(String id, HttpRequest<byte[]> request) {
    Fields fields = Fields.of(Bodies.object(request));
    return signIns
        .verify(id, fields.text("code", CODE_LENGTH_MAX).strip(), addresses.party(request))
        .thenApply(Answers::text);
  }

  @Post("/cli-grants")
  String createGrant(HttpRequest<byte[]> request) {
    return Answers.text(grants.create(request));
  }

  @Get("/cli-grants/{id}")
  String pollGrant(String id) {
    return Answers.text(grants.poll(id));
  }

  /// A session's life cannot be lengthened, so signing in gives no refresh token and there is none
  /// to trade.
  @Post("/refresh")
  HttpResponse<String> refresh() {
    return Errors.answer(
        Problem.of(
            401,
            "invalid_refresh_token",
            "expected a refresh token of this gateway, but it gives none out: sign in again"));
  }

  @Get("/sessions")
  String list(Caller caller, @QueryValue("include_revoked") Optional<String> includeRevoked) {
    boolean all = includeRevoked.filter("true"::equalsIgnoreCase).isPresent();
    List<DirectoryEntry.Key> shown =
        sessions.of(caller).stream().filter(key -> all || !sessions.over(key)).toList();
    return Answers.text(
        Answers.ok()
            .set("sessions", Answers.array(shown, (array, key) -> array.add(answer(key, caller)))));
  }

  @Post("/sessions/revoke")
  CompletableFuture<String> revoke(Caller caller, HttpRequest<byte[]> request) {
    Fields fields = Fields.of(Bodies.object(request));
    return sessions
        .revoke(caller, fields.text("session_id", Limits.NAME_LENGTH_MAX))
        .thenApply(
            key ->
                Answers.text(
                    Answers.ok()
                        .put("session_id", key.keyId())
                        .put("revoked", true)
                        .put("revoked_at", revokedAt(key))));
  }

  @Post("/logout-all")
  CompletableFuture<String> logoutAll(Caller caller) {
    return sessions
        .revokeAll(caller)
        .thenApply(count -> Answers.text(Answers.ok().put("revoked_sessions", count)));
  }

  private ObjectNode answer(DirectoryEntry.Key key, Caller caller) {
    ObjectNode node = session(key, caller);
    key.session().ifPresent(one -> node.put("expires_at", one.expiresAt().toString()));
    return node.put("active", !sessions.over(key));
  }

  private static ObjectNode session(DirectoryEntry.Key key, Caller caller) {
    return Answers.object()
        .put("session_id", key.keyId())
        .put("is_current", Sessions.isCurrent(key, caller))
        .put("created_at", key.createdAt().toString())
        .put("revoked", key.revokedAt().isPresent())
        .put("revoked_at", revokedAt(key));
  }

  private static @Nullable String revokedAt(DirectoryEntry.Key key) {
    return key.revokedAt().map(Instant::toString).orElse(null);
  }
}
