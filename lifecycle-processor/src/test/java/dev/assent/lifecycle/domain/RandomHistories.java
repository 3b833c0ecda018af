package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.IntentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// What some intents came to under random commands, as it lies on the topics: one after the other
/// by time, the intents mixed. Of the first ones each shows a fact, or ends in a state, that none
/// before it shows. The same each time.
public final class RandomHistories {
  private static final int COMMANDS_MAX = 10;
  private static final int SEEDS = 400;

  private final Decider decider = new Decider(Scenario.FORMS);
  private final List<Asked> commands = new ArrayList<>();
  private final List<Happened> events = new ArrayList<>();
  private final List<AuditRecord> audit = new ArrayList<>();
  private final List<Timed<Delivery>> deliveries = new ArrayList<>();
  private final Set<String> shown = new HashSet<>();

  private record Timed<T>(Instant at, T value) {}

  /// @param intents how many
  public RandomHistories(int intents) {
    int found = 0;
    for (long seed = 1; seed <= SEEDS && found < intents; seed++) {
      Life life = new Life(seed).lived();
      if (shown.addAll(life.shows())) {
        take(life);
        found++;
      }
    }
    for (long seed = SEEDS + 1; found < intents; seed++, found++) {
      take(new Life(seed).lived());
    }
    commands.sort(Comparator.comparing(Asked::at));
    events.sort(Comparator.comparing(Happened::at));
    deliveries.sort(Comparator.comparing(Timed::at));
    audit.sort(Comparator.comparing(AuditRecord::at));
  }

  /// Those that came through a door (what a timer does is on no topic of commands), of the refused
  /// ones only some.
  public List<Asked> commands() {
    return commands;
  }

  public List<Happened> events() {
    return events;
  }

  public List<AuditRecord> audit() {
    return audit;
  }

  public List<Delivery> deliveries() {
    return deliveries.stream().map(Timed::value).toList();
  }

  private void take(Life life) {
    commands.addAll(life.commands);
    events.addAll(life.history);
    audit.addAll(life.audit);
    deliveries.addAll(life.deliveries);
  }

  private final class Life {
    private final IntentId root;
    private final RandomCommands random;
    private final int commandsMax;
    private final List<Asked> commands = new ArrayList<>();
    private final List<Happened> history = new ArrayList<>();
    private final List<AuditRecord> audit = new ArrayList<>();
    private final List<Timed<Delivery>> deliveries = new ArrayList<>();
    private Intent state = new Intent.None();
    private int refused;

    Life(long seed) {
      Random chance = new Random(seed);
      root = IntentId.root(chance.nextLong(), chance.nextLong());
      commandsMax = 3 + chance.nextInt(COMMANDS_MAX);
      random = new RandomCommands(chance);
    }

    Life lived() {
      for (int i = 0; i < commandsMax && !(state instanceof Intent.Ended); i++) {
        ask(ofThisIntent(random.next(state)));
      }
      return this;
    }

    /// [RandomCommands] knows one intent only.
    private Asked ofThisIntent(Asked asked) {
      int run = asked.target().ordinal();
      return new Asked(
          asked.commandId(),
          run == 0 ? root : root.step(run),
          asked.at(),
          asked.actor(),
          asked.door(),
          asked.answerTo(),
          asked.body(),
          asked.requestId(),
          asked.expectedGeneration(),
          asked.command(),
          asked.advice());
    }

    private void ask(Asked asked) {
      Decision decision = decider.decide(state, asked);
      boolean some = !(decision instanceof Decision.Reject) || ++refused % 4 == 0;
      if (asked.command() instanceof Command.Request && some) {
        commands.add(asked);
      }
      Audit.of(state, asked, decision).ifPresent(audit::add);
      if (decision instanceof Decision.Accept accept) {
        state = accept.after();
        history.add(accept.happened());
        for (Delivery delivery : Deliveries.of(state, accept.happened())) {
          deliveries.add(new Timed<>(asked.at(), delivery));
        }
      }
    }

    Set<String> shows() {
      Set<String> all = new HashSet<>();
      for (Happened happened : history) {
        for (Event event : happened.events()) {
          all.add(event.getClass().getSimpleName());
        }
      }
      all.add(
          state instanceof Intent.Running running
              ? running.work().getClass().getSimpleName()
              : state.getClass().getSimpleName());
      return all;
    }
  }
}
