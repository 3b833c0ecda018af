package dev.assent.cli.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import dev.assent.cli.kafka.Brokers;
import dev.assent.cli.session.GatewayCommand;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Session;
import dev.assent.client.Request;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.TopicSetup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "keys",
    description =
        "Make, list and revoke API keys, with an admin's key. A person is who a key's owner is.")
public final class KeysCommand extends GatewayCommand {
  private static final String PATH = "/v1/keys";

  public KeysCommand(Session session) {
    super(session, KeyKind.ADMIN);
  }

  /// What a key may be made for.
  enum Use {
    INITIATOR,
    AGENT,
    SUBMITTER,
    POLICY,
    APPROVER,
    AUDITOR,
    ADMIN
  }

  @Command(
      name = "init",
      description = {
        "Make the first keys of a cluster that has none: to submit, to work as an agent, to decide,"
            + " to administer.",
        "They are written through the brokers, not through a door. 'assent up' does this by itself."
      })
  int init(@Mixin Brokers brokers) {
    Brokers.quiet(session.terminal());
    Connection connection = session.connection(brokers.properties());
    Map<String, String> values = new LinkedHashMap<>();
    try {
      TopicSetup.ensure(connection);
      EnvCommand.putKeys(values, FirstKeys.makeOnce(connection));
    } catch (KafkaException e) {
      throw Brokers.failure(session, e);
    }
    EnvCommand.print(session, values);
    session.remark("Keep them: they are not shown again.");
    return ExitCode.DONE.code();
  }

  @Command(name = "create", description = "Make a key. It is shown once and kept nowhere.")
  int create(
      @Option(
              names = "--scope",
              required = true,
              paramLabel = "SCOPE",
              description =
                  "One of: ${COMPLETION-CANDIDATES}; may be repeated: agent with submitter,"
                      + " initiator with policy, and for people any but agent and submitter.")
          List<Use> scopes,
      @Option(
              names = "--owner",
              required = true,
              paramLabel = "OWNER",
              description = "A person's id, an agent's address, or a service's name.")
          String owner,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              description = "A role of the person, for example sre_oncall; may be repeated.")
          @Nullable List<String> roles) {
    ObjectNode body = Json.object();
    if (scopes.size() == 1) {
      body.put("scope", word(scopes.getFirst()));
    } else {
      var all = body.putArray("scopes");
      scopes.forEach(scope -> all.add(word(scope)));
    }
    body.put("owner", owner);
    var list = body.putArray("roles");
    if (roles != null) {
      roles.forEach(list::add);
    }
    JsonNode answer = gateway.request(Request.post(PATH, body).once());
    return print(answer, () -> created(answer.path("key"), owner));
  }

  private void created(JsonNode key, String owner) {
    session.out().line(Text.line(key.path("token").asText()));
    session.remark(
        "Key "
            + Text.line(key.path("key_id").asText())
            + " of "
            + owner
            + ". Keep it: it is not shown again.");
  }

  @Command(name = "list", description = "List the keys of the workspace, without their secrets.")
  int list() {
    JsonNode answer = gateway.request(Request.get(PATH));
    return print(answer, () -> table(answer.path("keys")));
  }

  private void table(JsonNode keys) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode key : keys) {
      rows.add(
          List.of(
              key.path("key_id").asText(),
              key.path("status").asText(),
              key.path("scope").asText(),
              key.path("owner").asText(),
              words(key.path("roles")),
              "…" + key.path("key_hint").asText(),
              Text.time(key.path("created_at").asText())));
    }
    session
        .out()
        .table(List.of("KEY_ID", "STATUS", "SCOPE", "OWNER", "ROLES", "ENDS IN", "CREATED"), rows);
  }

  @Command(
      name = "revoke",
      description =
          "Revoke a key, or all keys and sessions of an owner: they are refused from now on, and so"
              + " are sessions that came from them.")
  int revoke(
      @Parameters(paramLabel = "KEY_ID", arity = "0..1", description = "As 'keys list' shows it.")
          @Nullable String id,
      @Option(
              names = "--owner",
              paramLabel = "OWNER",
              description = "A person's id, an agent's address, or a service's name.")
          @Nullable String owner) {
    if ((id == null) == (owner == null)) {
      throw new Failure(ExitCode.USAGE, "expected either a KEY_ID or --owner");
    }
    return id == null ? revokeOwner(String.valueOf(owner)) : revokeKey(id);
  }

  private int revokeOwner(String owner) {
    JsonNode answer =
        gateway.request(Request.post(PATH + "/revoke-owner", Map.of("owner", owner)).once());
    return print(
        answer,
        () ->
            session
                .out()
                .line(
                    "%d keys and sessions of %s are revoked."
                        .formatted(answer.path("revoked_keys").size(), Text.line(owner))));
  }

  private int revokeKey(String id) {
    JsonNode answer = gateway.request(Request.of("DELETE", Request.path("v1", "keys", id)).once());
    return print(answer, () -> session.out().line("Key " + Text.line(id) + " is revoked."));
  }

  private static String word(Use scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  private static String words(JsonNode list) {
    List<String> words = new ArrayList<>();
    list.forEach(word -> words.add(word.asText()));
    return String.join(", ", words);
  }
}
