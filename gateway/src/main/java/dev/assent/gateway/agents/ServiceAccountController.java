package dev.assent.gateway.agents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.access.Keys;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.intake.CallbackFields;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.keys.NewKey;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.SealedSecret;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Registered agents and their keys, which AXP calls service accounts (contract section 2.8). The
/// caller's key says which workspace is meant; ids in the request are the client's own and do not
/// count. An initiator may make agents and their keys, as `axme scenarios apply` does with its own
/// key: such a key works as its agent, and submits in its name. An agent that a policy names
/// belongs to that policy: somebody else's initiator makes no key of it.
@Controller("/v1/service-accounts")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class ServiceAccountController {
  private static final Set<Scope> OF_AN_AGENT = Set.of(Scope.AGENT, Scope.SUBMITTER);

  private final Directory directory;
  private final Agents agents;
  private final Clock clock;

  ServiceAccountController(Directory directory, Agents agents, Clock clock) {
    this.directory = directory;
    this.agents = agents;
    this.clock = clock;
  }

  @Get
  String list(Caller caller) {
    caller.require("list agents", Scope.INITIATOR, Scope.AUDITOR);
    List<DirectoryEntry.Agent> active =
        directory.agents(caller.workspace()).stream()
            .filter(DirectoryEntry.Agent::active)
            .sorted(Comparator.comparing(DirectoryEntry.Agent::createdAt))
            .toList();
    return Answers.text(
        Answers.ok()
            .set(
                "service_accounts",
                Answers.array(active, (array, agent) -> array.add(account(agent)))));
  }

  /// A name that is registered already gets the account it has, and the callback that is named.
  @Post
  CompletableFuture<String> create(Caller caller, HttpRequest<byte[]> request) {
    caller.require("register agents", Scope.INITIATOR);
    Fields fields = Fields.of(Bodies.object(request));
    String name = fields.text("name", Limits.NAME_LENGTH_MAX);
    AgentAddress address = Lenient.address(name, caller.workspace());
    Agents.Posting posting = posting(fields);
    CallbackFields.requireUrl(fields, posting.url(), posting.secret());
    return agents
        .register(
            caller,
            new Agents.NewAgent(
                name,
                address,
                fields.optionalText("display_name", Limits.NAME_LENGTH_MAX).orElse(name),
                CallbackFields.deliveryMode(fields).orElse(DirectoryEntry.Agent.STREAM),
                posting))
        .thenApply(registered -> answer(registered.agent()));
  }

  @Get("/{id}")
  String get(Caller caller, String id) {
    caller.require("read agents", Scope.INITIATOR, Scope.AUDITOR);
    return answer(account(caller, id));
  }

  private static Agents.Posting posting(Fields fields) {
    return new Agents.Posting(CallbackFields.optionalUrl(fields), CallbackFields.secret(fields));
  }

  /// What is absent stays.
  @Patch("/{id}")
  CompletableFuture<String> update(Caller caller, String id, HttpRequest<byte[]> request) {
    caller.require("change agents", Scope.INITIATOR);
    Fields fields = Fields.of(Bodies.object(request));
    DirectoryEntry.Agent agent = managed(caller, id);
    String mode = CallbackFields.deliveryMode(fields).orElse(agent.deliveryMode());
    Agents.Posting posting = posting(fields);
    if (agent.callback().isEmpty()) {
      requireUrl(fields, posting);
    }
    return agents
        .change(
            agent,
            fields.optionalText("display_name", Limits.NAME_LENGTH_MAX).orElse(agent.displayName()),
            mode,
            posting)
        .thenApply(ServiceAccountController::answer);
  }

  private static void requireUrl(Fields fields, Agents.Posting posting) {
    CallbackFields.requireUrl(fields, posting.url(), posting.secret());
    boolean http =
        CallbackFields.deliveryMode(fields).filter(DirectoryEntry.Agent.HTTP::equals).isPresent();
    if (http && posting.url().isEmpty()) {
      throw fields.wrong("an http or https URL", "callback_url", "the mode http needs one");
    }
  }

  /// Its keys end with it. Its topic stays, with what was delivered.
  @Delete("/{id}")
  CompletableFuture<String> delete(Caller caller, String id) {
    caller.require("delete agents", Scope.INITIATOR);
    DirectoryEntry.Agent agent = managed(caller, id);
    return agents
        .delete(agent)
        .thenApply(
            revoked ->
                Answers.text(
                    Answers.ok()
                        .put("service_account_id", agent.id())
                        .put("status", "deleted")
                        .put("revoked_keys", revoked)));
  }

  /// Such a key works as its agent and hands work to others in its name; a key for one of the two
  /// alone is made where the request says so.
  @Post("/{id}/keys")
  CompletableFuture<String> createKey(Caller caller, String id, HttpRequest<byte[]> request) {
    caller.require("make agents' keys", Scope.INITIATOR);
    DirectoryEntry.Agent agent = managed(caller, id);
    Set<Scope> scopes = Keys.scopes(Fields.of(Bodies.objectOrEmpty(request)), OF_AN_AGENT);
    NewKey key =
        NewKey.create(
            "axme_" + agent.id(),
            caller.workspace(),
            Principal.Kind.AGENT,
            agent.address().toString(),
            scopes.isEmpty() ? OF_AN_AGENT : scopes,
            Set.of(),
            clock.instant());
    return directory
        .put(key.entry())
        .thenApply(
            _ -> {
              ObjectNode answer = Answers.ok();
              ObjectNode made = answer.putObject("key");
              if (!scopes.isEmpty()) {
                made.put("scope", Keys.words(scopes));
              }
              made.put("key_id", key.entry().keyId())
                  .put("service_account_id", agent.id())
                  .put("key_hint", key.entry().hint())
                  .put("status", "active")
                  .put("created_at", key.entry().createdAt().toString())
                  .put("token", key.secret())
                  .putNull("expires_at");
              return Answers.text(answer);
            });
  }

  @Post("/{id}/keys/{keyId}/revoke")
  CompletableFuture<String> revokeKey(Caller caller, String id, String keyId) {
    caller.require("revoke agents' keys", Scope.INITIATOR);
    DirectoryEntry.Agent agent = managed(caller, id);
    DirectoryEntry.Key key =
        directory
            .key(keyId)
            .filter(k -> k.workspace().equals(caller.workspace()))
            .filter(k -> k.owner().equals(agent.address().toString()))
            .orElseThrow(
                () -> Refused.notFound("a key of " + agent.id(), "there is no '" + keyId + "'"));
    Instant now = clock.instant();
    return directory
        .put(key.revoked(now))
        .thenApply(
            _ -> {
              ObjectNode answer = Answers.ok();
              answer
                  .putObject("key")
                  .put("service_account_id", agent.id())
                  .put("key_id", key.keyId())
                  .put("status", "revoked")
                  .put("revoked_at", key.revokedAt().orElse(now).toString());
              return Answers.text(answer);
            });
  }

  private DirectoryEntry.Agent managed(Caller caller, String id) {
    DirectoryEntry.Agent agent = account(caller, id);
    agents.requireManager(caller, agent.address());
    return agent;
  }

  private DirectoryEntry.Agent account(Caller caller, String id) {
    return agents
        .byId(caller.workspace(), id)
        .orElseThrow(() -> Refused.notFound("a service account", "there is no '" + id + "'"));
  }

  private static String answer(DirectoryEntry.Agent agent) {
    return Answers.text(Answers.ok().set("service_account", account(agent)));
  }

  /// Without `address`: the CLI then keeps the short name it knows, and uses its key again
  /// (contract section 2.8).
  private static ObjectNode account(DirectoryEntry.Agent agent) {
    ObjectNode account =
        Answers.object()
            .put("service_account_id", agent.id())
            .put("org_id", agent.workspace().org())
            .put("workspace_id", agent.workspace().name())
            .put("name", agent.name())
            .put("display_name", agent.displayName())
            .put("agent_address", agent.address().toString())
            .put("delivery_mode", agent.deliveryMode())
            .put("status", "active")
            .put("created_by_actor_id", agent.registeredBy())
            .put("created_at", agent.createdAt().toString())
            .put("updated_at", agent.createdAt().toString());
    agent.callback().ifPresent(callback -> callback(account, callback));
    return account;
  }

  /// Never the secret, only how it ends.
  private static void callback(ObjectNode account, DirectoryEntry.Agent.Callback callback) {
    account
        .put("callback_url", callback.url())
        .put("secret_hint", callback.secret().map(SealedSecret::hint).orElse(null));
  }
}
