package dev.assent.gateway.view;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.platform.views.Wakeups;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What each agent has yet to answer, in the order in which it arrived here.
///
/// An arrival's number only grows, on any queue and over restarts: it begins with the clock. So an
/// agent that reconnects with the last number it saw gets what came after it; one that starts again
/// at 0 gets all that is still open.
///
/// Every gateway numbers for itself, in the order in which it reads the events, and marks its
/// numbers. An agent that comes from another gateway is given what arrived in the last seconds
/// again, if it is still open: what it has not seen may have a lower number here (ADR 0020).
///
/// | bits of a number | |
/// |---|---|
/// | 42 | milliseconds since 1970; all of it stays within what JavaScript counts exactly until 2109 |
/// | 5 | counts within a millisecond |
/// | 6 | the gateway's mark |
public final class AgentQueues {
  private static final int COUNTER_BITS = 5;
  private static final int MARK_BITS = 6;
  private static final long MARKS = (1L << MARK_BITS) - 1;

  /// More than one gateway can be behind another and still answer
  /// ([dev.assent.platform.views.KafkaViews#CAUGHT_UP_WITHIN]).
  private static final long OVERLAP = 10_000L << (COUNTER_BITS + MARK_BITS);

  private final Clock clock;
  private final long mark;
  private final Map<Key, Queue> queues = new HashMap<>();
  private final Wakeups<Key> arrivals = new Wakeups<>();
  private long last;

  /// A queue: deliveries of one workspace's intents to one address.
  public record Key(Workspace workspace, AgentAddress agent) {}

  /// A delivery with its number in the queue.
  public record Arrival(long seq, IntentView.Delivery delivery) {}

  private record Queue(
      TreeMap<Long, IntentView.Delivery> bySeq, Map<IntentView.Delivery, Long> seqs) {}

  /// @param mark tells this gateway's numbers from another's; only its last 6 bits count
  public AgentQueues(Clock clock, int mark) {
    this.clock = clock;
    this.mark = mark & MARKS;
  }

  void add(Workspace workspace, IntentView.Delivery delivery) {
    Key key = new Key(workspace, delivery.agent());
    synchronized (this) {
      long tick = Math.max((last >> MARK_BITS) + 1, clock.millis() << COUNTER_BITS);
      last = tick << MARK_BITS | mark;
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

  /// Where to begin for a client that says it has seen everything up to `since`. A client may add
  /// one to the last number; any other number from beyond it begins anew.
  public synchronized long cursor(long since) {
    if (since == last + 1) {
      return last;
    }
    if ((since & MARKS) != mark) {
      return Math.max(0, Math.min(since, last) - OVERLAP);
    }
    return since <= last ? since : 0;
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
