package dev.assent.cli.operate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import dev.assent.cli.kafka.Brokers;
import dev.assent.cli.session.Session;
import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.RegistryState;
import dev.assent.wire.registry.StrangeRegistryException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The schema registry that others read our records by.
@Command(name = "registry", description = "The schema registry that others read our records by.")
public final class RegistryCommand {
  private static final int FORBIDDEN = 403;

  private final Session session;

  public RegistryCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "repair",
      description = {
        "Give a registry that was emptied, or another one, the schemas of our records under the"
            + " ids that the data has them by.",
        "It only adds, and needs no service: they are on the topic assent.schemas. A registry of"
            + " Confluent's API must let us set the mode IMPORT; the one of a node of 'assent up'"
            + " takes them back by itself when the node starts."
      })
  int repair(@Mixin Brokers brokers) {
    Brokers.quiet(session.terminal());
    try {
      RegistryState state = new RegistryState(session.connection(brokers.properties()));
      List<Integer> again = state.repair();
      RegistryState.Compared after = state.compare();
      report(again, after);
      return (after.well() && after.count() > 0 ? ExitCode.DONE : ExitCode.FAILED).code();
    } catch (StrangeRegistryException e) {
      throw new Failure(
          ExitCode.REFUSED,
          Text.line(String.valueOf(e.getMessage()))
              + ". Nothing was changed: delete what is in the way there, or name an empty"
              + " registry.",
          e);
    } catch (RegistryException e) {
      throw refused(e);
    } catch (KafkaException e) {
      throw Brokers.failure(session, e);
    }
  }

  private void report(List<Integer> again, RegistryState.Compared after) {
    if (session.json()) {
      ObjectNode document = Json.object();
      document.put("schemas", after.count());
      ArrayNode restored = document.putArray("restored");
      again.forEach(restored::add);
      ArrayNode lost = document.putArray("lost");
      after.lost().forEach(lost::add);
      session.out().json(document);
      return;
    }
    if (after.count() == 0) {
      session
          .out()
          .line(
              "No service has written down yet which schemas have which ids: start one with the"
                  + " registry that gave them.");
    } else if (!after.well()) {
      session.out().line("The registry still differs: " + after + ".");
    } else if (again.isEmpty()) {
      session.out().line("Nothing to do: all " + after.count() + " are under their ids.");
    } else {
      session.out().line("Brought back " + again.size() + " of " + after.count() + " schemas.");
    }
  }

  private static Failure refused(RegistryException e) {
    String found = Text.line(String.valueOf(e.getMessage())) + ".";
    return e.status() == FORBIDDEN
        ? new Failure(
            ExitCode.REFUSED,
            found
                + " A node's own registry takes them back when it starts: 'assent down', 'assent"
                + " up'. Another one needs a user who may set the mode"
                + " (ASSENT_REGISTRY_USER_INFO).",
            e)
        : new Failure(ExitCode.REFUSED, found, e);
  }
}
