package dev.assent.gateway.edge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Json;
import dev.assent.gateway.view.HistoryEvent;
import dev.assent.gateway.view.IntentThread;
import dev.assent.gateway.view.IntentThread.Noted;
import dev.assent.gateway.view.IntentView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Threads in AXP's JSON (contract section 3.2): an intent as an inbox shows it.
public final class Threads {
  private static final int ACTOR_LENGTH_MAX = 120;
  private static final String TASK_RESULT = "task_result";

  private Threads() {}

  /// One line of a timeline.
  private record Line(int seq, String type, String actor, Instant at, ObjectNode details) {}

  /// @param owner the address that [IntentThread] knows
  /// @param shownAs how the caller wrote it
  public static ObjectNode thread(IntentView view, String owner, String shownAs) {
    ObjectNode node = Answers.object();
    node.put("thread_id", view.id().toString());
    node.put("intent_id", view.id().toString());
    node.put("status", word(view.thread().state(view.status())));
    node.put("intent_status", view.status().name());
    node.put("owner_agent", shownAs);
    node.put("from_agent", view.created().from());
    node.put("to_agent", view.created().to());
    node.put("intent_type", view.created().intentType());
    node.put("created_at", view.createdAt().toString());
    node.put("updated_at", view.updatedAt().toString());
    ArrayNode timeline = node.putArray("timeline");
    Stream.concat(
            view.events().stream().filter(Threads::isLine).map(event -> line(view, event)),
            view.thread().seenBy(owner).stream().map(noted -> line(view, noted)))
        .sorted(Comparator.comparingInt(Line::seq))
        .forEach(line -> timeline.add(line(view.id(), line)));
    return node;
  }

  private static ObjectNode line(IntentId intent, Line line) {
    String actor = line.actor();
    ObjectNode node = Answers.object();
    node.put("event_id", lineId(intent, line.seq()).toString());
    node.put("seq", line.seq());
    node.put("event_type", line.type());
    node.put("actor", actor.substring(0, Math.min(ACTOR_LENGTH_MAX, actor.length())));
    node.put("at", line.at().toString());
    node.set("details", line.details());
    return node;
  }

  /// The id of a line, and of the message in it: it follows from the fact.
  public static UUID lineId(IntentId intent, int seq) {
    return UUID.nameUUIDFromBytes((intent + "/" + seq).getBytes(StandardCharsets.UTF_8));
  }

  /// Of the history an inbox shows the beginning, questions, answers and the end.
  private static boolean isLine(HistoryEvent event) {
    return event.shown()
        && (event.seq() == 1
            || event.status().ended()
            || event.details().containsKey(TASK_RESULT)
            || event.type().equals("intent.human_task_assigned"));
  }

  private static Line line(IntentView view, HistoryEvent event) {
    ObjectNode details = Answers.object();
    if (event.seq() == 1) {
      details.put("intent_type", view.created().intentType());
      Answers.raw(details, "payload", view.created().payload());
    }
    event.details().forEach((name, value) -> Answers.raw(details, name, value));
    event.task().ifPresent(task -> details.set("human_task", Answers.humanTask(task, false)));
    String type =
        event.seq() == 1
            ? "inbox.thread_created"
            : event.details().containsKey(TASK_RESULT) ? "inbox.decided" : event.type();
    return new Line(event.seq(), type, event.actor(), event.at(), details);
  }

  private static Line line(IntentView view, Noted noted) {
    ThreadNote note = noted.note();
    ObjectNode details = Answers.object().put("owner_agent", note.owner());
    String id = lineId(view.id(), noted.seq()).toString();
    switch (note.kind()) {
      case REPLY -> details.put("message", note.text()).put("message_id", id);
      case DELEGATE -> {
        note.to().ifPresent(to -> details.put("delegate_to", to));
        details.put("note", note.text());
      }
      case APPROVE, REJECT -> details.put("comment", note.text());
      case COMPLETION -> details.put("message_id", id).set("completion", completion(view));
      case READ, DELETE_FOR_SELF, DELETE_FOR_ALL -> {}
    }
    String type =
        note.kind()
            .line()
            .orElseThrow(
                () -> new IllegalStateException("expected a note that is seen, but got " + note));
    return new Line(noted.seq(), type, noted.actor(), noted.at(), details);
  }

  private static ObjectNode completion(IntentView view) {
    ObjectNode node = Answers.object().put("status", view.status().name());
    view.result().ifPresent(result -> Answers.raw(node, "result", result));
    view.failureReason().ifPresent(reason -> node.put("reason", reason));
    view.error()
        .filter(error -> !error.equals(Json.EMPTY))
        .ifPresent(error -> Answers.raw(node, "error", error));
    return node;
  }

  /// The messages that the owner still sees, the newest first.
  public static List<Noted> messages(IntentView view, String owner) {
    return view.thread().seenBy(owner).reversed().stream()
        .filter(noted -> noted.note().kind() == ThreadNote.Kind.REPLY)
        .toList();
  }

  /// The fact that ended it.
  public static HistoryEvent end(IntentView view) {
    return ended(view)
        .orElseThrow(
            () ->
                new IllegalStateException("expected " + view.id() + " to be over, but it is not"));
  }

  static Optional<HistoryEvent> ended(IntentView view) {
    return view.status().ended()
        ? view.events().stream()
            .filter(event -> event.shown() && event.status().ended())
            .findFirst()
        : Optional.empty();
  }

  /// What the resolver is told of the inbox that `reply_to` names.
  public static ObjectNode completionDelivery(IntentView view) {
    Optional<Noted> delivered =
        view.thread().notes().stream()
            .filter(noted -> noted.note().kind() == ThreadNote.Kind.COMPLETION)
            .findFirst();
    ObjectNode node = Answers.object().put("delivered", delivered.isPresent());
    delivered.ifPresentOrElse(
        noted -> {
          node.put("reply_to", noted.note().owner());
          node.put("thread_id", view.id().toString());
          node.put("message_id", lineId(view.id(), noted.seq()).toString());
          node.set("completion", completion(view));
        },
        () -> node.put("reason", "reply_to_not_set"));
    return node;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
