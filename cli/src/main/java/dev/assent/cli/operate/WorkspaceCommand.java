package dev.assent.cli.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import dev.assent.cli.session.GatewayCommand;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Session;
import dev.assent.client.Request;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "workspace",
    description = "What a workspace asks of everybody in it, with an admin's key.")
public final class WorkspaceCommand extends GatewayCommand {
  private static final String PATH = "/v1/workspace/settings";

  public WorkspaceCommand(Session session) {
    super(session, KeyKind.ADMIN);
  }

  /// What can be set.
  enum Setting {
    REQUIRE_POLICY,
    OPEN_POLICIES;

    String field() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// As it is written on the command line.
    @Override
    public String toString() {
      return field().replace('_', '-');
    }
  }

  enum Switch {
    ON,
    OFF
  }

  @Command(name = "show", description = "Show the workspace's settings.")
  int show() {
    return print(gateway.request(Request.get(PATH)));
  }

  @Command(
      name = "set",
      description = {
        "Change one setting. Every change is in the audit trail.",
        "require-policy on: an intent is refused whose type has no policy, so that a mistyped type"
            + " does not pass without its people.",
        "open-policies off: only admins and keys with the scope policy give a type its first"
            + " policy."
      })
  int set(
      @Parameters(
              index = "0",
              paramLabel = "SETTING",
              description = "One of: ${COMPLETION-CANDIDATES}.")
          Setting setting,
      @Parameters(index = "1", paramLabel = "on|off", description = "What it is to be.")
          Switch value,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit trail.")
          @Nullable String reason) {
    ObjectNode body = Json.object().put(setting.field(), value == Switch.ON);
    if (reason != null) {
      body.put("reason", reason);
    }
    return print(gateway.request(Request.of("PATCH", PATH, body)));
  }

  private int print(JsonNode answer) {
    return print(answer, () -> show(answer.path("workspace")));
  }

  private void show(JsonNode workspace) {
    session
        .out()
        .line(
            "Workspace "
                + Text.line(workspace.path("org_id").asText())
                + "/"
                + Text.line(workspace.path("workspace_id").asText()));
    for (Setting setting : Setting.values()) {
      session
          .out()
          .line(setting + " is " + (workspace.path(setting.field()).asBoolean() ? "on" : "off"));
    }
  }
}
