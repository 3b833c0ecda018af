package dev.assent.notifier.plan;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.delivery.AxpEvent;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.value.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What an intent's facts are to the inboxes that its thread is in (contract section 3.2, ADR
/// 0016). Pure: the same facts give the same events with the same ids, however often they are
/// planned.
///
/// A fact is at most one event for each inbox. Told are the lines that a thread shows: its
/// beginning, questions, answers, notes and its end; a note that comes after the end is not. The
/// intent's sender hears of the updates as well: it waits for them.
public final class ThreadPlan {
  private final Happened happened;
  private final List<WebhookEvent> events = new ArrayList<>();

  private ThreadPlan(Happened happened) {
    this.happened = happened;
  }

  /// The events, and what to keep of the intent for later ones.
  public record Planned(List<WebhookEvent> events, Optional<ThreadContext> context) {
    public Planned {
      events = List.copyOf(events);
    }
  }

  /// @param before what was kept of the intent; empty at its beginning, and once it is over
  public static Planned of(Optional<ThreadContext> before, Happened happened) {
    ThreadPlan plan = new ThreadPlan(happened);
    Optional<ThreadContext> context = before;
    boolean over = false;
    int seq = happened.firstSeq();
    for (Event event : happened.events()) {
      int at = seq++;
      if (event instanceof Event.IntentCreated created) {
        context = Optional.of(ThreadContext.of(created, happened.workspace()));
      }
      context = context.map(known -> plan.told(known, event, at));
      over |= AxpEvent.of(event, false).filter(axp -> axp.status().ended()).isPresent();
    }
    return new Planned(plan.events, over ? Optional.empty() : context);
  }

  /// Where a line is told.
  ///
  /// @param line AXP's word for what the thread shows of the fact
  private record Line(ThreadContext context, int seq, String line) {}

  private ThreadContext told(ThreadContext context, Event event, int seq) {
    if (event instanceof Event.ThreadNoted noted) {
      return noted
          .note()
          .kind()
          .line()
          .map(word -> noted(new Line(context, seq, word), noted.note()))
          .orElse(context);
    }
    line(event)
        .map(word -> new Line(context, seq, word))
        .ifPresent(
            line -> {
              if (event instanceof Event.IntentCreated) {
                tell(line, context.owners().getFirst(), WebhookEvent.Type.THREAD_CREATED);
              } else {
                update(line, Optional.empty());
              }
            });
    return context;
  }

  private static Optional<String> line(Event event) {
    return switch (event) {
      case Event.IntentCreated _ -> Optional.of("inbox.thread_created");
      case Event.TaskDecided _ -> Optional.of("inbox.decided");
      case Event.TaskOpened _,
          Event.IntentCompleted _,
          Event.IntentFailed _,
          Event.IntentCanceled _,
          Event.IntentTimedOut _ ->
          AxpEvent.of(event, false).map(AxpEvent::type);
      case Event.IntentSubmitted _,
          Event.StepDelivered _,
          Event.StepAcknowledged _,
          Event.StepProgressed _,
          Event.StepCompleted _,
          Event.StepFailed _,
          Event.StepTimedOut _,
          Event.TaskReminded _,
          Event.TaskEscalated _,
          Event.TaskExpired _,
          Event.DelayStarted _,
          Event.DelayElapsed _,
          Event.NotificationRequested _,
          Event.HandedOff _,
          Event.ControlsChanged _,
          Event.ThreadNoted _ ->
          Optional.empty();
    };
  }

  private ThreadContext noted(Line line, ThreadNote note) {
    ThreadContext context = line.context();
    return switch (note.kind()) {
      case REPLY -> {
        Optional<String> to = note.to().map(this::spelled);
        to.ifPresent(owner -> tell(line, owner, WebhookEvent.Type.REPLY_RECEIVED));
        update(line, to);
        yield context;
      }
      case DELEGATE -> {
        Optional<String> to =
            note.to().map(this::spelled).filter(owner -> !context.owners().contains(owner));
        to.ifPresent(owner -> tell(line, owner, WebhookEvent.Type.THREAD_CREATED));
        update(line, to);
        yield to.map(context::with).orElse(context);
      }
      case COMPLETION -> {
        String owner = spelled(note.owner());
        tell(
            line,
            owner,
            context.owners().contains(owner)
                ? WebhookEvent.Type.THREAD_UPDATED
                : WebhookEvent.Type.THREAD_CREATED);
        yield context;
      }
      case APPROVE, REJECT, READ, DELETE_FOR_SELF, DELETE_FOR_ALL -> {
        update(line, Optional.empty());
        yield context;
      }
    };
  }

  private void update(Line line, Optional<String> butNot) {
    Stream.concat(line.context().owners().stream(), Stream.of(spelled(line.context().from())))
        .distinct()
        .filter(owner -> butNot.filter(owner::equals).isEmpty())
        .forEach(owner -> tell(line, owner, WebhookEvent.Type.THREAD_UPDATED));
  }

  private String spelled(String address) {
    return AgentAddress.spelled(address, happened.workspace());
  }

  private void tell(Line line, String owner, WebhookEvent.Type type) {
    String what = happened.intent() + "/" + line.seq() + "/" + owner;
    events.add(
        WebhookEvent.of(
                happened.workspace(), owner, type, happened.at(), what, payload(line, owner))
            .of(happened.intent(), line.seq()));
  }

  /// What changed, and where to read what was said.
  private Json payload(Line line, String owner) {
    Map<String, Json> payload = new HashMap<>();
    payload.put("thread_id", Json.string(happened.intent().toString()));
    payload.put("intent_id", Json.string(happened.intent().toString()));
    payload.put("intent_type", Json.string(line.context().intentType()));
    payload.put("owner_agent", Json.string(owner));
    payload.put("from_agent", Json.string(line.context().from()));
    payload.put("to_agent", Json.string(line.context().to()));
    payload.put("change", Json.string(line.line()));
    payload.put("actor", Json.string(happened.actor().id()));
    payload.put("seq", Json.number(line.seq()));
    return Json.object(payload);
  }
}
