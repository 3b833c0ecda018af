package dev.assent.notifier.stream.webhook;

import dev.assent.contract.value.Limits;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;

/// The deliveries that wait, in a lane for each receiver: what one receiver does costs the others
/// nothing. Only keys are here; a delivery's content is in the store until its turn. For one
/// thread.
final class Lanes {
  /// Deliveries under way to one receiver.
  static final int UNDER_WAY_MAX = 8;

  private static final Comparator<Place> EARLIEST_FIRST =
      Comparator.comparing(Place::due).thenComparing(place -> place.key().event());

  private final Map<UUID, Lane> lanes = new LinkedHashMap<>();
  private int underWay;

  private record Place(WaitingDelivery.Key key, Instant due) {}

  private static final class Lane {
    private final PriorityQueue<Place> waiting = new PriorityQueue<>(EARLIEST_FIRST);
    private int underWay;
    private boolean failing;

    /// A receiver that fails is asked by one delivery at a time.
    boolean hasRoom() {
      return underWay < (failing ? 1 : UNDER_WAY_MAX);
    }

    boolean isEmpty() {
      return waiting.isEmpty() && underWay == 0;
    }
  }

  /// A new delivery.
  ///
  /// @return whether there was room
  boolean add(WaitingDelivery.Key key, Instant due) {
    Lane lane = lanes.computeIfAbsent(key.subscription(), _ -> new Lane());
    if (lane.waiting.size() >= Limits.WEBHOOK_WAITING_MAX) {
      return false;
    }
    lane.waiting.add(new Place(key, due));
    return true;
  }

  /// One that had its room before.
  void addAgain(WaitingDelivery.Key key, Instant due) {
    lanes.computeIfAbsent(key.subscription(), _ -> new Lane()).waiting.add(new Place(key, due));
  }

  /// The next delivery whose turn it is; it counts as under way from now on. Lanes take turns.
  Optional<WaitingDelivery.Key> next(Instant now) {
    for (Map.Entry<UUID, Lane> entry : lanes.entrySet()) {
      Lane lane = entry.getValue();
      Place first = lane.waiting.peek();
      if (first != null && lane.hasRoom() && !first.due().isAfter(now)) {
        lane.waiting.remove();
        lane.underWay++;
        underWay++;
        lanes.remove(entry.getKey());
        lanes.put(entry.getKey(), lane); // to the end of the row
        return Optional.of(first.key());
      }
    }
    return Optional.empty();
  }

  /// One that was under way has ended.
  void ended(UUID subscription, boolean well) {
    Lane lane = lanes.get(subscription);
    if (lane == null || lane.underWay == 0) {
      throw new IllegalStateException("expected a delivery under way to " + subscription);
    }
    lane.underWay--;
    underWay--;
    lane.failing = !well;
    if (lane.isEmpty()) {
      lanes.remove(subscription);
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
