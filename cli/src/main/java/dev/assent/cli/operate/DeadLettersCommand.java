package dev.assent.cli.operate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import dev.assent.cli.kafka.Brokers;
import dev.assent.cli.session.Session;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.DeadLetterBox;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dead-letters",
    description =
        "Records that could not be read or processed: kept with their cause, and sent again on"
            + " request.")
public final class DeadLettersCommand {
  private final Session session;
  private final Clock clock;

  public DeadLettersCommand(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  @Command(
      name = "list",
      description = "List the dead letters that were not replayed, the oldest first.")
  int list(
      @Option(names = "--all", description = "The replayed ones too.") boolean all,
      @Mixin Brokers brokers) {
    return with(
        brokers,
        box -> {
          List<DeadLetter> letters =
              box.list().stream().filter(letter -> all || letter.replayed().isEmpty()).toList();
          if (session.json()) {
            var document = Json.object().put("ok", true);
            var list = document.putArray("dead_letters");
            letters.forEach(letter -> list.add(json(letter)));
            session.out().json(document);
          } else {
            table(letters);
          }
          return ExitCode.DONE;
        });
  }

  private void table(List<DeadLetter> letters) {
    if (letters.isEmpty()) {
      session.out().line("There are no dead letters.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (DeadLetter letter : letters) {
      rows.add(
          List.of(
              letter.id(),
              Text.time(letter.at().toString()),
              letter.component(),
              origin(letter),
              letter.replayed().map(at -> "replayed " + Text.time(at.toString())).orElse("-"),
              letter.cause()));
    }
    session.out().table(List.of("ID", "SINCE", "BY", "READ FROM", "REPLAYED", "CAUSE"), rows);
  }

  @Command(
      name = "replay",
      description = {
        "Send dead letters to where they were read, once what broke them is mended. Each is sent"
            + " and marked as replayed in one transaction.",
        "One that was replayed before is only sent again when it is named and --again is given."
      })
  int replay(
      @Parameters(
              paramLabel = "ID",
              arity = "0..*",
              description = "As 'dead-letters list' shows them.")
          @Nullable List<String> ids,
      @Option(names = "--all", description = "Every one that was not replayed.") boolean all,
      @Option(names = "--again", description = "Also those that were replayed before.")
          boolean again,
      @Mixin Brokers brokers) {
    List<String> wanted = ids == null ? List.of() : ids;
    if (wanted.isEmpty() != all) {
      throw new Failure(
          ExitCode.USAGE, "Name the dead letters to replay, or give --all: one of the two.");
    }
    return with(
        brokers,
        box -> {
          List<DeadLetter> letters = choose(box.list(), wanted, again);
          letters.forEach(box::replay);
          report(letters);
          return ExitCode.DONE;
        });
  }

  /// Everything is checked before anything is sent.
  private static List<DeadLetter> choose(
      List<DeadLetter> kept, List<String> wanted, boolean again) {
    if (wanted.isEmpty()) {
      return kept.stream()
          .filter(letter -> letter.replayed().isEmpty())
          .filter(DeadLettersCommand::knowsItsOrigin)
          .toList();
    }
    List<DeadLetter> chosen = new ArrayList<>();
    for (String id : wanted) {
      DeadLetter letter =
          kept.stream()
              .filter(found -> found.id().equals(id))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Failure(
                          ExitCode.NOT_FOUND,
                          "There is no dead letter " + id + ". Nothing was replayed."));
      letter
          .replayed()
          .filter(_ -> !again)
          .ifPresent(at -> refuse(id, "was replayed at " + at, "--again sends it once more"));
      if (!knowsItsOrigin(letter)) {
        refuse(
            id,
            "does not say which topic and partition it was read from",
            "it was written by another program");
      }
      chosen.add(letter);
    }
    return chosen;
  }

  private static boolean knowsItsOrigin(DeadLetter letter) {
    return !letter.origin().topic().isEmpty() && letter.origin().partition() >= 0;
  }

  private static void refuse(String id, String why, String hint) {
    throw new Failure(
        ExitCode.REFUSED,
        "Dead letter " + id + " " + why + "; " + hint + ". Nothing was replayed.");
  }

  private void report(List<DeadLetter> letters) {
    if (session.json()) {
      var document = Json.object().put("ok", true);
      var list = document.putArray("replayed");
      letters.forEach(letter -> list.add(letter.id()));
      session.out().json(document);
      return;
    }
    letters.forEach(
        letter -> session.out().line(letter.id() + " was sent to " + origin(letter) + "."));
    session.out().line(letters.size() + " replayed. What breaks again is a new dead letter.");
  }

  private int with(Brokers brokers, Function<DeadLetterBox, ExitCode> task) {
    Brokers.quiet(session.terminal());
    try {
      return task.apply(new DeadLetterBox(session.connection(brokers.properties()), clock)).code();
    } catch (KafkaException e) {
      throw Brokers.failure(session, e);
    }
  }

  private static String origin(DeadLetter letter) {
    return letter.origin().topic().isEmpty()
        ? "-"
        : letter.origin().topic()
            + " "
            + letter.origin().partition()
            + "-"
            + letter.origin().offset();
  }

  private static ObjectNode json(DeadLetter letter) {
    ObjectNode json = Json.object();
    json.put("id", letter.id());
    json.put("at", letter.at().toString());
    json.put("component", letter.component());
    json.put("cause", letter.cause());
    json.putObject("origin")
        .put("topic", letter.origin().topic())
        .put("partition", letter.origin().partition())
        .put("offset", letter.origin().offset())
        .put(
            "timestamp", Instant.ofEpochMilli(Math.max(0, letter.origin().timestamp())).toString());
    json.put("key_hex", letter.key().map(DeadLettersCommand::hex).orElse(null));
    json.put("value_bytes", letter.value().map(value -> value.get().length).orElse(0));
    json.put("replayed_at", letter.replayed().map(Instant::toString).orElse(null));
    return json;
  }

  private static String hex(Bytes bytes) {
    return java.util.HexFormat.of().formatHex(bytes.get()).toLowerCase(Locale.ROOT);
  }
}
