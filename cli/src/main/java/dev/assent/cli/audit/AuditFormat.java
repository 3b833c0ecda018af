package dev.assent.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Printer;
import dev.assent.cli.base.Text;
import dev.assent.contract.Plan;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.AuditRecord.Question;
import dev.assent.contract.audit.Change;
import dev.assent.contract.id.StepId;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How `audit replay` prints.
enum AuditFormat {
  /// One line for each record, for people.
  TEXT,
  /// An array with one record on each line; without the array when it never ends (`--follow`).
  JSON,
  /// A header and one row for each record.
  CSV;

  static final List<String> COLUMNS =
      List.of(
          "at",
          "intent_id",
          "org",
          "workspace",
          "step_id",
          "task_version",
          "seq",
          "result",
          "outcome",
          "who",
          "who_kind",
          "authenticated",
          "address",
          "door",
          "on_behalf_of",
          "comment",
          "content_hash",
          "proof",
          "shown_step_id",
          "shown_version",
          "shown_content_hash",
          "cause",
          "policy_id",
          "policy_version",
          "refusal_code",
          "refusal_message",
          "command_id",
          "partition",
          "offset",
          "change",
          "subject",
          "before",
          "before_hash",
          "after",
          "after_hash",
          "requester",
          "target",
          "title");

  /// Every field by its name, in the order of the columns. Absent ones are empty.
  static Map<String, String> fields(AuditEntry entry) {
    AuditRecord record = entry.record();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("at", record.at().toString());
    fields.put("intent_id", record.intent().toString());
    fields.put("org", record.workspace().org());
    fields.put("workspace", record.workspace().name());
    fields.put("step_id", record.step().map(StepId::value).orElse(""));
    fields.put("task_version", record.taskVersion().map(String::valueOf).orElse(""));
    fields.put("seq", record.seq().map(String::valueOf).orElse(""));
    fields.put("result", word(record.what()));
    fields.put("outcome", record.outcome());
    fields.put("who", record.who().id());
    fields.put("who_kind", word(record.who().kind()));
    fields.put("authenticated", record.who().authenticated());
    fields.put("address", record.who().address().orElse(""));
    fields.put("door", word(record.door()));
    fields.put("on_behalf_of", record.onBehalfOf().orElse(""));
    fields.put("comment", record.comment());
    fields.put("content_hash", record.content().map(Hash::hex).orElse(""));
    fields.put("proof", record.shown().map(shown -> word(shown.proof())).orElse(""));
    fields.put("shown_step_id", shown(record, Shown::step, StepId::value));
    fields.put("shown_version", shown(record, Shown::version, String::valueOf));
    fields.put("shown_content_hash", shown(record, Shown::content, Hash::hex));
    fields.put("cause", record.cause());
    fields.put("policy_id", record.policy().map(Plan.PolicyRef::id).orElse(""));
    fields.put("policy_version", record.policy().map(p -> String.valueOf(p.version())).orElse(""));
    fields.put("refusal_code", record.refused().map(r -> word(r.code())).orElse(""));
    fields.put("refusal_message", record.refused().map(r -> r.message()).orElse(""));
    fields.put("command_id", record.commandId().toString());
    fields.put("partition", String.valueOf(entry.partition()));
    fields.put("offset", String.valueOf(entry.offset()));
    Optional<Change> change = record.change();
    fields.put("change", change.map(c -> word(c.kind())).orElse(""));
    fields.put("subject", change.map(Change::subject).orElse(""));
    state(fields, "before", change.flatMap(Change::before));
    state(fields, "after", change.flatMap(Change::after));
    fields.put("requester", question(record, Question::requester));
    fields.put("target", question(record, Question::target));
    fields.put("title", question(record, Question::title));
    return fields;
  }

  private static String question(AuditRecord record, Function<Question, String> part) {
    return record.question().map(part).orElse("");
  }

  private static void state(Map<String, String> fields, String name, Optional<Change.State> state) {
    fields.put(name, state.map(Change.State::name).orElse(""));
    fields.put(name + "_hash", state.map(s -> s.hash().hex()).orElse(""));
  }

  private static <T> String shown(
      AuditRecord record, Function<Shown, Optional<T>> part, Function<T, String> text) {
    return record.shown().flatMap(part).map(text).orElse("");
  }

  /// The same fields; numbers are numbers and absent ones null.
  static ObjectNode json(AuditEntry entry) {
    List<String> numbers =
        List.of("task_version", "shown_version", "seq", "policy_version", "partition", "offset");
    ObjectNode json = Json.object();
    fields(entry)
        .forEach(
            (name, value) -> {
              if (value.isEmpty() && !name.equals("comment")) {
                json.putNull(name);
              } else if (numbers.contains(name)) {
                json.put(name, Long.parseLong(value));
              } else {
                json.put(name, value);
              }
            });
    return json;
  }

  /// `when intent WHAT outcome by whom, through which door "comment" why refused`
  static String text(AuditEntry entry, Printer printer) {
    return entry
        .record()
        .change()
        .map(change -> text(entry.record(), change, printer))
        .orElseGet(() -> decided(entry, printer));
  }

  /// `when workspace CHANGED what of whom from this to that by whom, through which door "reason"`
  private static String text(AuditRecord record, Change change, Printer printer) {
    return Text.time(record.at().toString())
        + "  "
        + record.workspace()
        + "  "
        + printer.style(Printer.Style.YELLOW, "CHANGED ")
        + word(change.kind())
        + " "
        + Text.line(change.subject())
        + change.before().map(state -> " from " + Text.line(state.name())).orElse("")
        + change.after().map(state -> " to " + Text.line(state.name())).orElse("")
        + " by "
        + Text.line(record.who().id())
        + " through "
        + word(record.door())
        + (change.reason().isEmpty() ? "" : ": \"" + Text.line(change.reason()) + '"');
  }

  private static String decided(AuditEntry entry, Printer printer) {
    AuditRecord record = entry.record();
    StringBuilder line = new StringBuilder();
    line.append(Text.time(record.at().toString()))
        .append("  ")
        .append(record.intent())
        .append("  ")
        .append(printer.style(style(record.what()), record.what().name()))
        .append(' ');
    line.append(Text.line(record.cause().isEmpty() ? record.outcome() : record.cause()))
        .append(" by ")
        .append(Text.line(record.who().id()));
    record.onBehalfOf().ifPresent(other -> line.append(" for ").append(Text.line(other)));
    line.append(" through ").append(word(record.door()));
    record.step().ifPresent(step -> line.append(", step ").append(Text.line(step.value())));
    record.taskVersion().ifPresent(version -> line.append(" v").append(version));
    record.question().ifPresent(question -> line.append(text(question)));
    record
        .policy()
        .ifPresent(
            policy ->
                line.append(", policy ").append(Text.line(policy.id() + "@" + policy.version())));
    record.shown().map(AuditFormat::bound).ifPresent(line::append);
    if (!record.comment().isEmpty()) {
      line.append(": \"").append(Text.line(record.comment())).append('"');
    }
    record
        .refused()
        .ifPresent(why -> line.append(" (").append(Text.line(why.message())).append(')'));
    return line.toString();
  }

  private static String text(Question question) {
    return " '"
        + Text.line(question.title())
        + "', asked by "
        + Text.line(question.requester())
        + (question.target().isEmpty() ? "" : " of " + Text.line(question.target()));
  }

  /// What the answer is bound to; that it is bound to the content is what goes without saying.
  private static String bound(Shown shown) {
    return switch (shown.proof()) {
      case NOTHING -> ", unbound";
      case VERSION -> ", bound to version " + shown.version().orElseThrow() + " only";
      case CONTENT -> "";
    };
  }

  private static Printer.Style style(AuditRecord.What what) {
    return switch (what) {
      case DECIDED -> Printer.Style.GREEN;
      case REFUSED, RESOLVED -> Printer.Style.RED;
      case EXPIRED, WITHDRAWN, CHANGED -> Printer.Style.YELLOW;
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
