package dev.assent.bench.torture;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.IntentId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Agents' own topics and the facts, both ways: one record for each time that a step was handed
/// out, in that order, and it says what the fact says.
final class DeliveryCheck {
  private final Map<Attempt, Event.StepDelivered> handedOut = new LinkedHashMap<>();
  private final Map<Attempt, Integer> written = new HashMap<>();
  private final Map<IntentId, Integer> lastAttempts = new HashMap<>();
  private final Consumer<Finding> found;

  private DeliveryCheck(Consumer<Finding> found) {
    this.found = found;
  }

  /// @param step the id that the agent sees
  private record Attempt(IntentId step, int number) {
    @Override
    public String toString() {
      return "attempt " + number + " of " + step;
    }
  }

  static void check(Facts facts, Consumer<Finding> found) {
    DeliveryCheck check = new DeliveryCheck(found);
    check.facts(facts);
    facts.deliveries().stream()
        // What was written after the facts were read is not in them.
        .filter(delivery -> delivery.at().isBefore(facts.readAt()))
        .forEach(check::delivery);
    check.handedOut.keySet().stream()
        .filter(attempt -> !check.written.containsKey(attempt))
        .forEach(
            attempt ->
                check.report(
                    Finding.Kind.NOT_DELIVERED,
                    attempt.step(),
                    attempt + " was handed out, but is not on its agent's topic"));
  }

  private void facts(Facts facts) {
    Set<IntentId> plain = new HashSet<>();
    for (Happened happened : facts.events()) {
      for (Event event : happened.events()) {
        if (event instanceof Event.IntentCreated created && created.plan().plain()) {
          plain.add(happened.intent());
        }
        if (event instanceof Event.StepDelivered delivered && delivered.topic()) {
          IntentId root = happened.intent();
          IntentId shown = plain.contains(root) ? root : root.step(delivered.ordinal());
          handedOut.put(new Attempt(shown, delivered.attempt()), delivered);
        }
      }
    }
  }

  private void delivery(Delivery delivery) {
    Attempt attempt = new Attempt(delivery.stepIntent(), delivery.attempt());
    Event.StepDelivered fact = handedOut.get(attempt);
    if (fact == null) {
      report(
          Finding.Kind.DELIVERY_WITHOUT_STEP,
          delivery.intent(),
          attempt + " is on the agent's topic, but nobody handed it out");
    } else if (!says(delivery, fact)) {
      report(
          Finding.Kind.DELIVERY_CHANGED,
          delivery.intent(),
          attempt + " on the agent's topic is not what was handed out");
    }
    if (written.merge(attempt, 1, Integer::sum) == 2) {
      report(
          Finding.Kind.DELIVERED_TWICE,
          delivery.intent(),
          attempt + " is on the agent's topic more than once");
    }
    if (lastAttempts.merge(delivery.stepIntent(), delivery.attempt(), Math::max)
        > delivery.attempt()) {
      report(
          Finding.Kind.DELIVERED_OUT_OF_ORDER,
          delivery.intent(),
          attempt + " comes after a later one");
    }
  }

  private static boolean says(Delivery delivery, Event.StepDelivered fact) {
    return delivery.step().equals(fact.step())
        && delivery.agent().equals(fact.agent())
        && delivery.payload().equals(fact.content());
  }

  private void report(Finding.Kind kind, IntentId intent, String what) {
    found.accept(new Finding(kind, intent.root(), what));
  }
}
