package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.cli.AssentCommand;
import dev.assent.cli.base.Terminal;
import dev.assent.cli.session.NodeFiles;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;

/// The first keys of a cluster, as an operator makes them: once, through the brokers.
final class FirstKeysByHand {
  private FirstKeysByHand() {}

  /// Asks twice: the second time is refused.
  static NodeFiles.Keys make(Map<String, String> surroundings) throws Exception {
    StringWriter out = new StringWriter();
    assertThat(init(surroundings, out, new StringWriter())).isZero();
    StringWriter refusal = new StringWriter();
    assertThat(init(surroundings, new StringWriter(), refusal)).isEqualTo(3);
    assertThat(refusal.toString()).contains("without keys");
    var keys = new ObjectMapper().readTree(out.toString());
    return new NodeFiles.Keys(
        keys.path("initiator_key").asText(),
        keys.path("agent_key").asText(),
        keys.path("approver_key").asText(),
        keys.path("admin_key").asText());
  }

  private static int init(Map<String, String> surroundings, StringWriter out, StringWriter err) {
    return AssentCommand.commandLine(
            new Terminal(
                name -> Optional.ofNullable(surroundings.get(name)),
                new BufferedReader(new StringReader("")),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false))
        .execute(
            "keys",
            "init",
            "--json",
            "--bootstrap-servers",
            surroundings.getOrDefault("ASSENT_KAFKA_BOOTSTRAP_SERVERS", ""),
            "--registry-url",
            surroundings.getOrDefault("ASSENT_REGISTRY_URL", ""));
  }
}
