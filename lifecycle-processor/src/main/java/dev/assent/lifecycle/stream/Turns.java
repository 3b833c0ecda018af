package dev.assent.lifecycle.stream;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.Timer;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Audit;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.Deliveries;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.domain.Timers;
import dev.assent.lifecycle.stream.AgentTopics.NotTaken;
import dev.assent.lifecycle.stream.IntentStore.Due;
import dev.assent.lifecycle.stream.IntentStore.Kept;
import dev.assent.lifecycle.stream.Turn.Change;
import dev.assent.lifecycle.stream.Turn.Write;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.wire.Wire;
import dev.assent.wire.format.RecordTooLargeException;
import dev.assent.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Works commands out: decides, and turns the decision into bytes. Writes nothing.
final class Turns {
  private final Rules rules;
  private final Wire wire;
  private final Topics topics;
  private final AgentTopics agentTopics;
  private final StepTokens tokens;
  private final StateCodec states = new StateCodec();

  Turns(Rules rules, Wire wire, Topics topics, AgentTopics agentTopics, StepTokens tokens) {
    this.rules = rules;
    this.wire = wire;
    this.topics = topics;
    this.agentTopics = agentTopics;
    this.tokens = tokens;
  }

  Intent read(Optional<Kept> kept) {
    return kept.<Intent>map(row -> states.decode(row.state())).orElseGet(Intent.None::new);
  }

  /// By the rules alone: no broker, no registry.
  Decision decide(Asked asked, Intent before) {
    return rules.decide(before, asked);
  }

  /// @throws BrokenTimerException when the intent's own timer is refused: there is nobody to tell
  Turn of(Asked asked, Intent before) {
    return of(asked, before, decide(asked, before));
  }

  /// @throws BrokenTimerException when the intent's own timer is refused: there is nobody to tell
  Turn of(Asked asked, Intent before, Decision decided) {
    Decision decision = decided;
    Turn turn;
    try {
      turn = written(asked, before, decision);
    } catch (RecordTooLargeException e) {
      decision = new Decision.Reject(tooLarge(String.valueOf(e.getMessage())));
      turn = written(asked, before, decision);
    }
    if (asked.command() instanceof Command.FireTimer fire
        && decision instanceof Decision.Reject reject) {
      throw new BrokenTimerException(fire.timer(), reject.rejection());
    }
    return turn;
  }

  /// What is written when the command broke our code: of its intent nothing is known then.
  Turn refuse(Asked asked, Rejection rejection) {
    return written(asked, new Intent.None(), new Decision.Reject(rejection));
  }

  /// The state as it is, with the due time it should have.
  Turn unchanged(Intent.Known intent) {
    return new Turn(keep(intent), List.of(), "reindexed", Optional.empty());
  }

  private Change keep(Intent.Known intent) {
    byte[] state = states.encode(intent);
    if (state.length > Limits.RECORD_BYTES_MAX) {
      throw new RecordTooLargeException("state", null);
    }
    return new Change.Keep(intent, new Kept(due(intent), state));
  }

  /// The row an intent has in the due index: that of its earliest timer.
  private static Optional<Due> due(Intent.Known intent) {
    SortedSet<Timer> timers = Timers.of(intent);
    return timers.isEmpty()
        ? Optional.empty()
        : Optional.of(Due.of(timers.first().due(), intent.id()));
  }

  private Turn written(Asked asked, Intent before, Decision decision) {
    List<Write> writes = new ArrayList<>();
    Change change =
        switch (decision) {
          case Decision.Accept accept -> {
            happened(accept, writes);
            yield keep(accept.after());
          }
          case Decision.Forget _ -> new Change.Forget();
          case Decision.Again _, Decision.Reject _ -> new Change.Nothing();
        };
    Optional<AuditRecord> trail = Audit.of(before, asked, decision);
    trail.ifPresent(record -> writes.add(audit(record)));
    asked
        .answerTo()
        .ifPresent(
            partition ->
                decision
                    .answer(asked)
                    .ifPresent(
                        result ->
                            writes.add(
                                answer(result, new Out.ToDoor(result.commandId(), partition)))));
    asked
        .requestId()
        .ifPresent(
            requestId ->
                decision
                    .answer(asked)
                    .ifPresent(
                        result -> writes.add(answer(result, new Out.ToProducer(requestId)))));
    return new Turn(
        change, writes, word(decision), trail.flatMap(record -> closed(before, record)));
  }

  /// A refusal closes nothing.
  private static Optional<Turn.Closed> closed(Intent before, AuditRecord record) {
    return record.refused().isEmpty() && before instanceof Intent.Waiting waiting
        ? waiting
            .since()
            .map(asked -> new Turn.Closed(record.what(), Duration.between(asked, record.at())))
        : Optional.empty();
  }

  private void happened(Decision.Accept accept, List<Write> writes) {
    Happened happened = accept.happened();
    Out.ToIntent out = new Out.ToIntent(happened.intent());
    writes.add(Write.to(Names.EVENTS, out, wire.events().encode(happened)));
    Deliveries.of(accept.after(), happened).forEach(delivery -> writes.add(delivery(delivery)));
  }

  private Write audit(AuditRecord record) {
    Out.ToIntent out = new Out.ToIntent(record.intent().root());
    return Write.to(Names.AUDIT, out, wire.audit().encode(record));
  }

  private Write answer(Result result, Out out) {
    return Write.to(Names.RESULTS, out, wire.results().encode(result));
  }

  /// A delivery that its topic does not take goes to the dead letters, from where it can be
  /// replayed; its redelivery timer tries again in any case.
  private Write delivery(Delivery delivery) {
    String topic = topics.agent(delivery.agent()).name();
    Out.ToAgent out = new Out.ToAgent(delivery.intent(), topic);
    String token =
        tokens.of(delivery.stepIntent(), delivery.agent().toString(), delivery.attempt());
    byte[] value = wire.deliveries().encode(delivery.withToken(token));
    return agentTopics
        .against(topic, out.key(), value)
        .map(not -> undeliverable(topic, delivery, value, not))
        .orElseGet(() -> Write.to(Names.AGENTS, out, value));
  }

  /// It never was in a partition; a replay puts it where its key belongs.
  private static Write undeliverable(String topic, Delivery delivery, byte[] value, NotTaken not) {
    Headers headers =
        DeadLetter.headers(
            new RecordHeaders(),
            new DeadLetter.Origin(topic, -1, -1, delivery.at().toEpochMilli()),
            not.cause(),
            LifecycleProcessor.COMPONENT,
            delivery.at());
    return new Write(
        Names.DEAD_LETTERS,
        new Out.Undeliverable(delivery.intent(), topic, not.word()),
        value,
        headers);
  }

  private static Rejection tooLarge(String message) {
    return new Rejection(Rejection.Code.OUT_OF_BOUNDS, message, Map.of());
  }

  private static String word(Decision decision) {
    return switch (decision) {
      case Decision.Accept _ -> "accepted";
      case Decision.Again _ -> "again";
      case Decision.Forget _ -> "retired";
      case Decision.Reject reject -> reject.rejection().code().name();
    };
  }
}
