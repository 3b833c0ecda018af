package dev.assent.notifier.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/// The deliveries that wait, in a lane for each target: what one target does costs the others
/// nothing. Only keys are here; a delivery's content is in the store until its turn. For one
/// thread.
public final class Lanes {
  private final Map<UUID, Lane> lanes = new LinkedHashMap<>();
  private final Rules rules;
  private final Breakers breakers;
  private int underWay;

  Lanes(Rules rules, Breakers breakers) {
    this.rules = rules;
    this.breakers = breakers;
  }

  /// What a lane is like.
  ///
  /// @param underWayMax threads that send to one target
  /// @param inOrder whether one goes out only when those before it, by their keys, have ended; else
  ///   whichever is due first
  /// @param atATime how many of them are handed over at once, for one thread to send
  /// @param waitingMax new ones beyond this find no room
  public record Rules(int underWayMax, boolean inOrder, int atATime, int waitingMax) {
    /// One after the other, by their keys, and room for all.
    public static final Rules IN_ORDER = new Rules(1, true, 50, Integer.MAX_VALUE);

    private Comparator<Place> order() {
      Comparator<Place> byKey = Comparator.comparing(Place::key);
      return inOrder ? byKey : Comparator.comparing(Place::due).thenComparing(byKey);
    }
  }

  /// Whose turn it is.
  record Turn(UUID target, List<Bytes> keys) {}

  private record Place(Bytes key, Instant due) {}

  private static final class Lane {
    private final PriorityQueue<Place> waiting;
    private int underWay;

    Lane(Comparator<Place> order) {
      waiting = new PriorityQueue<>(order);
    }

    boolean isEmpty() {
      return waiting.isEmpty() && underWay == 0;
    }
  }

  private Lane lane(UUID target) {
    return lanes.computeIfAbsent(target, _ -> new Lane(rules.order()));
  }

  /// A new delivery.
  ///
  /// @return whether there was room
  boolean add(Bytes key, UUID target, Instant due) {
    Lane lane = lane(target);
    return lane.waiting.size() < rules.waitingMax() && lane.waiting.add(new Place(key, due));
  }

  /// One that had its room before.
  void addAgain(Bytes key, UUID target, Instant due) {
    lane(target).waiting.add(new Place(key, due));
  }

  /// The next deliveries whose turn it is; they are under way from now on. Lanes take turns.
  Optional<Turn> next(Instant now) {
    for (Map.Entry<UUID, Lane> entry : lanes.entrySet()) {
      UUID target = entry.getKey();
      Lane lane = entry.getValue();
      Place first = lane.waiting.peek();
      if (first != null
          && !first.due().isAfter(now)
          && hasRoom(target, lane)
          && breakers.admits(target, now)) {
        lane.underWay++;
        underWay++;
        lanes.remove(target);
        lanes.put(target, lane); // to the end of the row
        return Optional.of(new Turn(target, take(lane, now)));
      }
    }
    return Optional.empty();
  }

  private List<Bytes> take(Lane lane, Instant now) {
    List<Bytes> keys = new ArrayList<>();
    for (Place one = lane.waiting.peek();
        one != null && keys.size() < rules.atATime() && !one.due().isAfter(now);
        one = lane.waiting.peek()) {
      keys.add(one.key());
      lane.waiting.remove();
    }
    return keys;
  }

  /// A target that fails is asked by one thread at a time.
  private boolean hasRoom(UUID target, Lane lane) {
    return lane.underWay < (breakers.isFailing(target) ? 1 : rules.underWayMax());
  }

  /// A turn has ended.
  void ended(UUID target) {
    Lane lane = lanes.get(target);
    if (lane == null || lane.underWay == 0) {
      throw new IllegalStateException("expected a turn under way to " + target);
    }
    lane.underWay--;
    underWay--;
    if (lane.isEmpty()) {
      lanes.remove(target);
    }
  }

  boolean anyUnderWay() {
    return underWay > 0;
  }

  /// Whether nothing waits and nothing is under way.
  boolean isEmpty() {
    return lanes.isEmpty();
  }
}
