package dev.assent.bench.torture;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.wire.notification.NotificationOutcome;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Of every question, every reminder and every decision somebody was told. More than once is
/// allowed: a message goes out at least once (ADR 0043).
final class NotificationCheck {
  private NotificationCheck() {}

  static void check(Facts facts, Consumer<Finding> found) {
    Set<Checker.Place> told = new HashSet<>();
    for (NotificationOutcome outcome : facts.told()) {
      if (outcome.status() == NotificationOutcome.Status.SENT) {
        outcome.intent().ifPresent(id -> told.add(new Checker.Place(id, outcome.seq())));
      }
    }
    for (Happened happened : facts.events()) {
      for (int i = 0; i < happened.events().size(); i++) {
        int seq = happened.firstSeq() + i;
        if (concernsPeople(happened.events().get(i))
            && !told.contains(new Checker.Place(happened.intent(), seq))) {
          found.accept(
              new Finding(
                  Finding.Kind.NOT_TOLD,
                  happened.intent(),
                  happened.events().get(i).getClass().getSimpleName()
                      + " of seq "
                      + seq
                      + ", and nobody was told"));
        }
      }
    }
  }

  private static boolean concernsPeople(Event event) {
    return event instanceof Event.TaskOpened
        || event instanceof Event.TaskReminded
        || event instanceof Event.TaskDecided;
  }
}
