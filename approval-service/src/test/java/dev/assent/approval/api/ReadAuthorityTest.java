package dev.assent.approval.api;

import static dev.assent.approval.view.History.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.AuthorityTable;
import dev.assent.approval.Http.Answer;
import dev.assent.approval.view.History;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Principal.Kind;
import dev.assent.contract.people.Scope;
import dev.assent.platform.directory.MemoryDirectory;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Who may read what of tasks, route by route, scope by scope, here and from another workspace: the
/// table of docs/authority.md, cell by cell.
class ReadAuthorityTest extends ApprovalApi {
  private static final String NO_KEY = "no key";
  private static final String ELSEWHERE = "any key of another workspace";
  private static final Workspace OTHER = new Workspace("acme", "other");

  @Test
  void everyReadIsAllowedToThoseTheDocumentNames() throws IOException {
    views.fold(created(intent).opened());
    List<String> columns = new ArrayList<>();
    for (Scope scope : Scope.values()) {
      columns.add(word(scope));
      admit("here-", scope, History.WORKSPACE);
      admit("there-", scope, OTHER);
    }
    columns.addAll(List.of(ELSEWHERE, NO_KEY));
    AuthorityTable table = new AuthorityTable("read", columns);
    for (String route : routes()) {
      String path = route.replace("{id}", intent.toString());
      TreeSet<String> elsewhere = new TreeSet<>();
      for (Scope scope : Scope.values()) {
        table.put(route, word(scope), cell(get(path, "here-" + word(scope))));
        elsewhere.add(foreign(get(path, "there-" + word(scope))));
      }
      elsewhere.remove("no");
      table.put(route, ELSEWHERE, String.join(", ", elsewhere));
      table.put(route, NO_KEY, cell(get(path, "")));
    }

    assertThat(table.differences("What is read at the approval-service")).isEmpty();
  }

  private static void admit(String name, Scope scope, Workspace workspace) {
    Kind kind =
        switch (scope) {
          case INITIATOR, POLICY -> Kind.SERVICE;
          case AGENT, SUBMITTER -> Kind.AGENT;
          case APPROVER, AUDITOR, ADMIN -> Kind.PERSON;
        };
    server
        .getApplicationContext()
        .getBean(MemoryDirectory.class)
        .admit(
            name + word(scope),
            new Principal(
                kind,
                "zoe",
                workspace,
                Set.of(scope),
                Set.of("*"),
                "api_key:ak",
                Optional.empty()));
  }

  private static Set<String> routes() {
    return server
        .getApplicationContext()
        .getBean(Router.class)
        .uriRoutes()
        .filter(route -> route.getHttpMethod() == HttpMethod.GET)
        .map(route -> route.getUriMatchTemplate().toPathString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String cell(Answer answer) {
    return switch (answer.status()) {
      case 200 -> "yes";
      case 401 -> "401";
      case 403 -> "no";
      default -> "(" + answer.status() + ": " + answer.body() + ")";
    };
  }

  private String foreign(Answer answer) {
    if (answer.status() == 200 && answer.body().contains(intent.toString())) {
      return "LEAKS";
    }
    return switch (answer.status()) {
      case 200 -> "its own";
      case 404 -> "not found";
      default -> cell(answer);
    };
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
