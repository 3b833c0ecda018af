package dev.assent.gateway;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A key of each scope, of the kind that has it, here and in another workspace.
final class Callers {
  static final String NO_KEY = "no key";
  static final String ELSEWHERE = "any key of another workspace";
  private static final Workspace OTHER = new Workspace("other", "place");

  private final TestGateway gateway;
  private final Map<String, Http> here = new LinkedHashMap<>();
  private final List<Http> elsewhere = new ArrayList<>();

  Callers(TestGateway gateway) {
    this.gateway = gateway;
    for (Scope scope : Scope.values()) {
      here.put(
          scope.name().toLowerCase(Locale.ROOT),
          key(TestGateway.WORKSPACE, scope, "agent://local/default/bot"));
      elsewhere.add(key(OTHER, scope, "agent://other/place/bot"));
    }
    here.put(
        "another agent", key(TestGateway.WORKSPACE, Scope.AGENT, "agent://local/default/rival"));
  }

  private Http key(Workspace workspace, Scope scope, String agent) {
    return switch (scope) {
      case INITIATOR, POLICY ->
          gateway.key(workspace, Principal.Kind.SERVICE, "program", scope, Set.of());
      case AGENT, SUBMITTER -> gateway.key(workspace, Principal.Kind.AGENT, agent, scope, Set.of());
      case APPROVER, AUDITOR, ADMIN ->
          gateway.key(workspace, Principal.Kind.PERSON, "ada", scope, Set.of("*"));
    };
  }

  /// By the scope of their key, in lower case; and one of an agent of which nothing is asked for.
  Map<String, Http> here() {
    return here;
  }

  /// One of each scope.
  List<Http> elsewhere() {
    return elsewhere;
  }

  List<String> columns() {
    List<String> columns = new ArrayList<>(here.keySet());
    columns.add(ELSEWHERE);
    columns.add(NO_KEY);
    return columns;
  }
}
