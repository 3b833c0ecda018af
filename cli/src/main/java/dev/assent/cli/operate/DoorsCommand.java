package dev.assent.cli.operate;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.kafka.Brokers;
import dev.assent.cli.session.Session;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.setup.DoorsSetup;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What the services of a deployment seal their commands and directory rows with.
@Command(
    name = "doors",
    description = "The key by which the services know each other's commands and directory rows.")
public final class DoorsCommand {
  private final Session session;

  public DoorsCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "init",
      description = {
        "Print a new key, and where the topics end now: what is before that needs no seal.",
        "Nothing is changed. Stop gateways, approval-services and processors first, and start all"
            + " services with both variables. 'assent up' does this by itself."
      })
  int init(@Mixin Brokers brokers) {
    Brokers.quiet(session.terminal());
    Connection connection = session.connection(brokers.properties());
    Map<String, String> values = new LinkedHashMap<>();
    try {
      values.put("doors_key", DoorsSetup.freshKey());
      values.put("doors_unsealed_before", Doors.text(DoorsSetup.ends(connection)));
    } catch (KafkaException e) {
      throw Brokers.failure(session, e);
    }
    EnvCommand.print(session, values);
    session.remark("The key is a secret, the same for all services: it is not shown again.");
    return ExitCode.DONE.code();
  }
}
