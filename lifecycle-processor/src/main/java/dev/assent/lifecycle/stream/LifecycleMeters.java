package dev.assent.lifecycle.stream;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Rejection;
import dev.assent.contract.Status;
import dev.assent.contract.Timer.Kind;
import dev.assent.contract.audit.AuditRecord.What;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the processor tells an operator.
///
/// | meter | meaning |
/// |---|---|
/// | `assent.commands` by `answer` | commands carried out: `accepted`, `again`, or the code of the refusal, in lower case |
/// | `assent.commands.waited` by `command` | from a command's being asked for at its door until it is carried out |
/// | `assent.intents.ended` by `status` | intents that came to their end |
/// | `assent.tasks.closed` by `how` | from the opening of a question to people until it was open no more: `decided`, `expired`, `withdrawn` or `resolved` |
/// | `assent.public.requests` by `answer` | records of the public topics: `taken`, or the code of the refusal, in lower case |
/// | `assent.dead.letters` by `cause` | `unreadable`, `misrouted`, `forged`, `broken`, `no_agent_topic`, `agent_topic_refuses`: any is worth a look |
/// | `assent.timers.lateness` by `kind` | from a timer's due time to its firing |
/// | `assent.timers.broken` | timers that broke the code and are tried again every minute |
public final class LifecycleMeters {
  private static final Set<String> ANSWERS =
      andRefusals("accepted", "again", "retired", "reindexed");
  private static final Set<What> CLOSED =
      EnumSet.of(What.DECIDED, What.EXPIRED, What.WITHDRAWN, What.RESOLVED);
  private static final Set<String> TAKEN = andRefusals("taken");
  private static final Set<String> CAUSES =
      Set.of(
          "unreadable", "misrouted", "forged", "broken", "no_agent_topic", "agent_topic_refuses");

  /// A meter counts nanoseconds in 64 bits, and a deadline may lie as far back as 1970.
  private static final Duration LATEST = Duration.ofDays(365);

  private final Counters commands;
  private final Counters requests;
  private final Counters letters;
  private final Counters ended;
  private final Map<Class<?>, Timer> waited = new HashMap<>();
  private final Map<What, Timer> closed = new EnumMap<>(What.class);
  private final Map<Kind, Timer> lateness = new EnumMap<>(Kind.class);
  private final Counter brokenTimers;

  public LifecycleMeters(MeterRegistry registry) {
    this.commands =
        Counters.of(registry, "assent.commands", "Commands carried out", "answer", ANSWERS);
    this.requests =
        Counters.of(
            registry, "assent.public.requests", "Records of public topics", "answer", TAKEN);
    this.letters =
        Counters.of(registry, "assent.dead.letters", "Records set aside", "cause", CAUSES);
    this.ended =
        Counters.of(
            registry,
            "assent.intents.ended",
            "Intents that came to their end",
            "status",
            Stream.of(Status.values())
                .filter(Status::ended)
                .map(status -> label(status.name()))
                .collect(Collectors.toSet()));
    Histograms histograms = new Histograms(registry);
    for (Kind kind : Kind.values()) {
      lateness.put(kind, histograms.lateness(label(kind.name())));
    }
    for (Class<?> command : Command.Request.class.getPermittedSubclasses()) {
      waited.put(command, histograms.waited(label(words(command.getSimpleName()))));
    }
    for (What how : CLOSED) {
      closed.put(how, histograms.closed(label(how.name())));
    }
    this.brokenTimers =
        Counter.builder("assent.timers.broken")
            .description("Timers that broke the code and are tried again every minute")
            .register(registry);
  }

  /// Counters of one name, by the value of their label. All that there can be are there from the
  /// start, at 0.
  private record Counters(Map<String, Counter> all, Function<String, Counter> make) {
    static Counters of(
        MeterRegistry registry, String name, String description, String label, Set<String> values) {
      Counters counters =
          new Counters(
              new ConcurrentHashMap<>(),
              value ->
                  Counter.builder(name)
                      .description(description)
                      .tag(label, value)
                      .register(registry));
      values.forEach(counters::of);
      return counters;
    }

    /// Labels have one case, whatever the word is that they stand for.
    Counter of(String word) {
      return all.computeIfAbsent(label(word), make);
    }
  }

  private static Set<String> andRefusals(String... others) {
    Set<String> all = new HashSet<>(Set.of(others));
    for (Rejection.Code code : Rejection.Code.values()) {
      all.add(label(code.name()));
    }
    return all;
  }

  /// A type's name in snake case.
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_");
  }

  private static String label(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  void carriedOut(String answer) {
    commands.of(answer).increment();
  }

  /// @param nowMillis by the wall clock; another's clock may be ahead of it
  void waited(Asked asked, long nowMillis) {
    Timer timer = waited.get(asked.command().getClass());
    if (timer != null) {
      timer.record(Math.max(0, nowMillis - asked.at().toEpochMilli()), TimeUnit.MILLISECONDS);
    }
  }

  void closed(Turn.Closed question) {
    Timer timer = closed.get(question.how());
    if (timer != null) {
      timer.record(question.open());
    }
  }

  void ended(Status status) {
    ended.of(status.name()).increment();
  }

  void taken(String answer) {
    requests.of(answer).increment();
  }

  void deadLetter(String cause) {
    letters.of(cause).increment();
  }

  void fired(Kind kind, Duration late) {
    Timer timer = lateness.get(kind);
    if (timer != null) {
      timer.record(late.compareTo(LATEST) < 0 ? late : LATEST);
    }
  }

  void brokenTimer() {
    brokenTimers.increment();
  }
}
