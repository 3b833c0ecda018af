package dev.assent.gateway.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.catalogue.Profile;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.documents.Documents;
import dev.assent.gateway.edge.Answers;
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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// What the CLI shows of the account it is signed in with (contract section 2.11). A key belongs to
/// one workspace, so that is the one there is to see and to choose.
@Controller("/v1/portal/personal")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class PortalController {
  private final Documents<Profile> profiles;

  PortalController(Catalogues catalogues) {
    this.profiles = catalogues.profiles();
  }

  @Post("/profile")
  CompletableFuture<String> profile(Caller caller, HttpRequest<byte[]> request) {
    Fields fields = Fields.of(Bodies.object(request));
    Profile before = profile(caller);
    Profile profile =
        new Profile(
            fields.optionalText("display_name", Limits.NAME_LENGTH_MAX).or(before::displayName),
            fields.optionalText("company", Limits.NAME_LENGTH_MAX).or(before::company));
    return profiles
        .put(caller.workspace(), id(caller), profile)
        .thenApply(_ -> Answers.text(Answers.ok().set("profile", account(caller, profile))));
  }

  @Get("/context")
  String context(Caller caller) {
    ObjectNode answer = Answers.ok();
    answer.set("context", place(caller.workspace()));
    answer.set("account", account(caller, profile(caller)));
    answer.set("selected_organization", organization(caller));
    answer.set("selected_workspace", workspace(caller));
    answer.set(
        "organizations",
        Answers.array(List.of(caller), (array, one) -> array.add(organization(one))));
    answer.set(
        "workspaces", Answers.array(List.of(caller), (array, one) -> array.add(workspace(one))));
    answer.putObject("guidance").put("workspace_count", 1);
    return Answers.text(answer);
  }

  @Post("/workspace-selection")
  String select(Caller caller, HttpRequest<byte[]> request) {
    Fields fields = Fields.of(Bodies.object(request));
    Workspace own = caller.workspace();
    boolean same =
        fields.text("org_id", Limits.NAME_LENGTH_MAX).equals(own.org())
            && fields.text("workspace_id", Limits.NAME_LENGTH_MAX).equals(own.name());
    if (!same) {
      throw Refused.notFound("the workspace of this key", "it is " + own);
    }
    ObjectNode answer = Answers.ok();
    answer.set("context", place(own));
    answer.set("selected_organization", organization(caller));
    answer.set("selected_workspace", workspace(caller));
    return Answers.text(answer);
  }

  private Profile profile(Caller caller) {
    return profiles.get(caller.workspace(), id(caller)).orElse(Profile.EMPTY);
  }

  private static String id(Caller caller) {
    return Hash.of(caller.principal().id()).hex();
  }

  private static ObjectNode place(Workspace workspace) {
    return Answers.object().put("org_id", workspace.org()).put("workspace_id", workspace.name());
  }

  private static ObjectNode account(Caller caller, Profile profile) {
    return Answers.object()
        .put("email", caller.principal().id())
        .put("display_name", profile.displayName().orElse(null))
        .put("company", profile.company().orElse(null));
  }

  /// With what `axme org list` shows of it: that key's one workspace, and what it may do there.
  private static ObjectNode organization(Caller caller) {
    String org = caller.workspace().org();
    ObjectNode node = Answers.object().put("org_id", org).put("name", org).put("status", "active");
    node.set("roles", roles(caller));
    node.putArray("workspaces").add(workspace(caller));
    return node;
  }

  private static ObjectNode workspace(Caller caller) {
    Workspace own = caller.workspace();
    ObjectNode node =
        place(own)
            .put("name", own.name())
            .put("org_name", own.org())
            .put("environment", "self-hosted")
            .put("status", "active");
    node.set("roles", roles(caller));
    return node;
  }

  private static ArrayNode roles(Caller caller) {
    return Answers.array(
        caller.principal().scopes().stream().sorted().map(PortalController::word).toList(),
        ArrayNode::add);
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
