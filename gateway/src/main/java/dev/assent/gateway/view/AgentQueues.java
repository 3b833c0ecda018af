package dev.assent.gateway.view;

import dev.assent.contract.AgentAddress;
import dev.assent.contract.Workspace;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What each agent has yet to answer, in the order in which it arrived here.
///
/// An arrival's number only grows, on any queue and over restarts: it is at least the clock's
/// milliseconds times 1024. So an agent that reconnects with the last number it saw gets what came
/// after it; one that starts again at 0 gets all that is still open.
public final class AgentQueues {
  private final Clock clock;
  private final Map<Key, Queue> queues = new HashMap<>();
  private final Wakeups<Key> arrivals = new Wakeups<>();
  private long last;

  /// A queue: deliveries of one workspace's intents to one address.
  public record Key(Workspace workspace, AgentAddress agent) {}

  /// A delivery with its number in the queue.
  public record Arrival(long seq, IntentView.Delivery delivery) {}

  private record Queue(
      TreeMap<Long, IntentView.Delivery> bySeq, Map<IntentView.Delivery, Long> seqs) {}

  public AgentQueues(Clock clock) {
    this.clock = clock;
  }

  void add(Workspace workspace, IntentView.Delivery delivery) {
    Key key = new Key(workspace, delivery.agent());
    synchronized (this) {
      last = Math.max(last + 1, clock.millis() << 10);
      Queue queue = queues.computeIfAbsent(key, _ -> new Queue(new TreeMap<>(), new HashMap<>()));
      queue.bySeq().put(last, delivery);
      queue.seqs().put(delivery, last);
    }
    arrivals.wake(key);
  }

  synchronized void remove(Workspace workspace, IntentView.Delivery delivery) {
    Key key = new Key(workspace, delivery.agent());
    Queue queue = queues.get(key);
    Long seq = queue == null ? null : queue.seqs().remove(delivery);
    if (queue != null && seq != null) {
      queue.bySeq().remove(seq);
      if (queue.seqs().isEmpty()) {
        queues.remove(key);
      }
    }
  }

  /// Where to begin for a client that says it has seen everything up to `since`. A number from
  /// beyond the last one given out here (a client that adds one; a cursor of another server) is
  /// brought back, or begins anew.
  public synchronized long cursor(long since) {
    return since <= last + 1 ? Math.min(since, last) : 0;
  }

  /// Open deliveries that arrived after the cursor, oldest first.
  public synchronized List<Arrival> after(Key key, long cursor, int limit) {
    Queue queue = queues.get(key);
    return queue == null
        ? List.of()
        : queue.bySeq().tailMap(cursor, false).entrySet().stream()
            .limit(limit)
            .map(entry -> new Arrival(entry.getKey(), entry.getValue()))
            .toList();
  }

  /// Wakes whoever waits for a delivery.
  public Wakeups<Key> arrivals() {
    return arrivals;
  }
}
