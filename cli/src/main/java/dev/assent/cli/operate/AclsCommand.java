package dev.assent.cli.operate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import dev.assent.cli.kafka.Brokers;
import dev.assent.cli.session.Session;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.setup.Acls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What each program may do on the brokers (docs/kafka.md).
@Command(name = "acls", description = "Show or apply what each program may do on the brokers.")
public final class AclsCommand {
  private final Session session;

  public AclsCommand(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "Show the rights of every program. Asks no broker.")
  int list(
      @Option(
              names = "--prefix",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Of the topics' names (assent.topics.prefix).")
          String prefix) {
    Acls acls = new Acls(prefix);
    if (session.json()) {
      session.out().json(document(acls));
      return ExitCode.DONE.code();
    }
    List<List<String>> rows = new ArrayList<>();
    for (Acls.Program program : Acls.Program.values()) {
      for (Acls.Acl acl : acls.of(program)) {
        rows.add(
            List.of(program.word(), word(acl.resource().name()), name(acl), operations(acl, ", ")));
      }
    }
    session.out().table(List.of("PROGRAM", "RESOURCE", "NAME", "OPERATIONS"), rows);
    return ExitCode.DONE.code();
  }

  @Command(
      name = "apply",
      description = {
        "Give programs their rights, as a principal that may alter ACLs (--kafka-config).",
        "For example:  assent acls apply gateway=User:assent-gateway notifier=User:assent-notifier"
      })
  int apply(
      @Parameters(
              arity = "1..*",
              paramLabel = "PROGRAM=PRINCIPAL",
              description = "A program of 'acls list', and who it is to the brokers.")
          Map<String, String> principals,
      @Mixin Brokers brokers) {
    Brokers.quiet(session.terminal());
    Connection connection = session.connection(brokers.properties());
    Acls acls = new Acls(connection.topicPrefix());
    List<AclBinding> wanted = new ArrayList<>();
    principals.forEach(
        (program, principal) -> wanted.addAll(acls.bindings(program(program), principal)));
    try (Admin admin = Admin.create(connection.clientProperties())) {
      admin.createAcls(wanted).all().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException refused
          ? Brokers.failure(session, refused)
          : new Failure(ExitCode.FAILED, Text.line(String.valueOf(e.getMessage())), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "Interrupted while the brokers were asked.", e);
    }
    if (session.json()) {
      session.out().json(Json.object().put("applied", wanted.size()));
    } else {
      session.out().line(wanted.size() + " rights are there.");
    }
    return ExitCode.DONE.code();
  }

  private static Acls.Program program(String word) {
    return Arrays.stream(Acls.Program.values())
        .filter(program -> program.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE,
                    "Expected one of "
                        + Arrays.stream(Acls.Program.values())
                            .map(Acls.Program::word)
                            .collect(Collectors.joining(", "))
                        + " before '=', but got "
                        + Text.line(word)
                        + "."));
  }

  private static ObjectNode document(Acls acls) {
    ObjectNode document = Json.object();
    for (Acls.Program program : Acls.Program.values()) {
      ArrayNode rights = document.putArray(program.word());
      for (Acls.Acl acl : acls.of(program)) {
        ObjectNode right = rights.addObject();
        right.put("resource", word(acl.resource().name()));
        right.put("pattern", word(acl.pattern().name()));
        right.put("name", acl.name());
        ArrayNode operations = right.putArray("operations");
        acl.operations().forEach(operation -> operations.add(operation.name()));
      }
    }
    return document;
  }

  private static String name(Acls.Acl acl) {
    return acl.name() + (acl.pattern() == PatternType.PREFIXED ? "*" : "");
  }

  private static String operations(Acls.Acl acl, String between) {
    return acl.operations().stream().map(Enum::name).collect(Collectors.joining(between));
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
