package dev.assent.gateway.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Json;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.view.AgentQueues;
import dev.assent.gateway.view.HistoryEvent;
import dev.assent.gateway.view.IntentView;
import dev.assent.gateway.view.Intents;
import dev.assent.gateway.view.StepView;
import dev.assent.platform.views.Wakeups;
import dev.assent.service.sse.Frame;
import dev.assent.service.sse.Source;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What the two kinds of streams send (contract sections 2.2 and 2.5).
public final class EventStreams {
  /// Sent in one go, in characters, or one event that is longer; the rest follows when the reader
  /// has taken it.
  private static final int BATCH_MAX = 16_384;

  private static final int ARRIVALS_MAX = 64;

  /// The largest payload that an agent's event carries, in bytes; the agent gets a larger one with
  /// the intent.
  private static final int PAYLOAD_MAX = 32_768;

  private EventStreams() {}

  /// The history of an intent or of a step intent. Its events carry ids, by which a client may
  /// resume.
  public record History(Intents intents, IntentId id) implements Source {
    public static List<HistoryEvent> of(IntentView view, IntentId id) {
      return view.step(id).map(StepView::events).orElseGet(view::events);
    }

    @Override
    public Batch after(long cursor) {
      List<HistoryEvent> events =
          intents.find(id.root()).map(view -> of(view, id)).orElseGet(List::of);
      StringBuilder text = new StringBuilder();
      int next = (int) Math.min(cursor, events.size());
      while (next < events.size() && text.length() < BATCH_MAX) {
        if (events.get(next).shown()) {
          text.append(frame(events.get(next)));
        }
        next++;
      }
      boolean ended = !events.isEmpty() && events.getLast().status().ended();
      return new Batch(text.toString(), next, next < events.size(), ended);
    }

    @Override
    public Wakeups.Registration await(Runnable wake) {
      return intents.indexes().changes().await(id.root(), wake);
    }

    private static String frame(HistoryEvent event) {
      ObjectNode node = Answers.event(event);
      String data = Frame.ascii(Answers.text(node));
      if (data.length() > Frame.LINE_MAX) {
        node.putObject("details").put("omitted", "too long for a stream; see the list of events");
        data = Frame.ascii(Answers.text(node));
      }
      return Frame.event(OptionalLong.of(event.seq()), event.type(), data);
    }
  }

  /// An agent's open deliveries. Without ids: a client that reads some to skip them would otherwise
  /// skip fresh work (contract section 0.3).
  record Deliveries(Intents intents, AgentQueues.Key queue, Set<Status> statuses)
      implements Source {
    @Override
    public Batch after(long cursor) {
      List<AgentQueues.Arrival> arrivals =
          intents.indexes().queues().after(queue, cursor, ARRIVALS_MAX);
      StringBuilder text = new StringBuilder();
      long last = cursor;
      boolean more = arrivals.size() == ARRIVALS_MAX;
      for (AgentQueues.Arrival arrival : arrivals) {
        frame(arrival).ifPresent(text::append);
        last = arrival.seq();
        if (text.length() >= BATCH_MAX) {
          more = true;
          break;
        }
      }
      return new Batch(text.toString(), last, more, false);
    }

    @Override
    public Wakeups.Registration await(Runnable wake) {
      return intents.indexes().queues().arrivals().await(queue, wake);
    }

    private Optional<String> frame(AgentQueues.Arrival arrival) {
      IntentId id = arrival.delivery().intent();
      return intents
          .find(id.root())
          .filter(view -> statuses.contains(status(view, id)))
          .map(view -> Frame.event(OptionalLong.empty(), "intent.delivered", data(view, arrival)));
    }

    private static Status status(IntentView view, IntentId id) {
      return view.step(id).map(StepView::status).orElse(view.status());
    }

    /// Always DELIVERED: an agent that starts again must not pass over what it had acknowledged.
    private static String data(IntentView view, AgentQueues.Arrival arrival) {
      Optional<StepView> step = view.step(arrival.delivery().intent());
      Json payload = step.map(StepView::content).orElse(view.created().payload());
      ObjectNode node = Answers.object();
      node.put("intent_id", arrival.delivery().intent().toString());
      node.put("seq", arrival.seq());
      node.put("event_type", "intent.delivered");
      node.put("status", Status.DELIVERED.name());
      node.put("intent_type", view.created().intentType());
      node.put("from_agent", view.created().from());
      node.put("to_agent", arrival.delivery().agent().toString());
      node.put("correlation_id", view.created().correlationId());
      step.ifPresent(run -> node.put("parent_intent_id", view.id().toString()));
      step.map(view::deadlineAt)
          .orElseGet(view::deadlineAt)
          .ifPresent(at -> node.put("deadline_at", at.toString()));
      node.put("at", step.map(StepView::createdAt).orElse(view.createdAt()).toString());
      String ascii = Frame.ascii(payload.text());
      if (ascii.length() <= PAYLOAD_MAX) {
        Answers.raw(node, "payload", new Json(ascii));
      }
      return Frame.ascii(Answers.text(node));
    }
  }
}
