package dev.assent.cli.operate;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.session.NodeFiles;
import dev.assent.cli.session.Session;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/// Prints secrets: it is the one place where the node's own keys are shown.
@Command(
    name = "env",
    description = {
      "Print where the node is and the keys it made at first start.",
      "Use it with:  eval \"$(assent env)\""
    })
public final class EnvCommand implements Runnable {
  private final Session session;

  public EnvCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    NodeFiles.Node node = session.node().orElseThrow(this::nothing);
    NodeFiles.Keys keys = session.keys().orElseThrow(this::nothing);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("gateway_url", node.gatewayUrl());
    values.put("approvals_url", node.approvalsUrl());
    values.put("registry_url", node.registryUrl());
    values.put("bootstrap_servers", node.bootstrapServers());
    putKafka(values);
    putKeys(values, keys);
    print(session, values);
    if (!node.alive()) {
      session.remark("# The node of " + session.data() + " is not running; 'assent up' starts it.");
    }
  }

  /// For Kafka clients in Java the file, for others name and secret; nothing for a broker that lets
  /// everybody in.
  private void putKafka(Map<String, String> values) {
    try {
      session
          .files()
          .kafkaLogin()
          .ifPresent(
              login -> {
                values.put("kafka_config", session.files().kafkaFile().toAbsolutePath().toString());
                values.put("kafka_username", login.username());
                values.put("kafka_password", login.password());
              });
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  static void putKeys(Map<String, String> values, NodeFiles.Keys keys) {
    values.put("initiator_key", keys.initiatorKey());
    values.put("agent_key", keys.agentKey());
    values.put("approver_key", keys.approverKey());
    values.put("admin_key", keys.adminKey());
  }

  /// For a program one document, for a shell one `export` each.
  static void print(Session session, Map<String, String> values) {
    if (session.json()) {
      var document = Json.object();
      values.forEach(document::put);
      session.out().json(document);
    } else {
      values.forEach(
          (name, value) ->
              session
                  .out()
                  .line("export ASSENT_" + name.toUpperCase(Locale.ROOT) + "=" + quoted(value)));
    }
  }

  private Failure nothing() {
    return new Failure(
        ExitCode.UNREACHABLE,
        "No node was ever started from "
            + session.data()
            + ". Start one with 'assent up', or name its folder with --data.");
  }

  /// For a POSIX shell.
  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
