package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Command.Report.Kind;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.stream.AgentTopics.NotTaken;
import dev.assent.wire.topic.Partitions;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class LifecycleTopologyTest {
  private final IntentId intent = SeedPlan.intent(new Random(7));

  @Test
  void theSeedsScenario_goesFromSubmitThroughReminderAndApprovalToCompleted() {
    try (Flow flow = new Flow()) {
      Result submitted = flow.ask(Flow.SERVICE, intent, SeedPlan.submit());
      assertThat(submitted).isInstanceOf(Result.Accepted.class);
      assertThat(flow.eventNames())
          .containsExactly("IntentCreated", "IntentSubmitted", "StepDelivered");
      assertThat(flow.deliveries()).extracting("stepIntent").containsExactly(intent.step(1));

      flow.ask(Flow.VALIDATOR, intent.step(1), Flow.report(Kind.COMPLETE));
      assertThat(flow.eventNames()).containsExactly("StepCompleted", "TaskOpened");

      flow.advance(SeedPlan.REMIND.minusMillis(1));
      assertThat(flow.eventNames()).isEmpty();
      flow.advance(Duration.ofMillis(5));
      assertThat(flow.events())
          .singleElement()
          .isInstanceOfSatisfying(
              Event.TaskReminded.class, reminded -> assertThat(reminded.count()).isEqualTo(1));

      Result decided = flow.ask(Flow.APPROVER, intent, Flow.decide("approved"));
      assertThat(decided)
          .isInstanceOfSatisfying(
              Result.Accepted.class,
              accepted -> assertThat(accepted.status()).isEqualTo(Status.COMPLETED));
      assertThat(flow.eventNames()).containsExactly("TaskDecided", "IntentCompleted");
      assertThat(flow.audit())
          .singleElement()
          .satisfies(record -> assertThat(record.outcome()).isEqualTo("approved"));

      flow.advance(Duration.ofDays(1));
      assertThat(flow.eventNames()).as("an ended intent has nothing due").isEmpty();
      flow.advance(Duration.ofDays(7));
      assertThat(flow.store().all()).as("a retired one leaves nothing").isExhausted();
    }
  }

  @Test
  void theSameKeyAndBody_getTheSameAnswer_andHappenOnce() {
    try (Flow flow = new Flow()) {
      Asked first =
          flow.asked(Flow.SERVICE, intent, SeedPlan.submit(), Optional.of(Hash.of("the request")));
      Asked second =
          flow.asked(Flow.SERVICE, intent, SeedPlan.submit(), Optional.of(Hash.of("the request")));
      Asked other =
          flow.asked(Flow.SERVICE, intent, SeedPlan.submit(), Optional.of(Hash.of("another")));

      Result.Accepted answer = (Result.Accepted) flow.ask(first);
      Result.Accepted again = (Result.Accepted) flow.ask(second);

      assertThat(again.again()).isTrue();
      assertThat(again.seq()).isEqualTo(answer.seq());
      assertThat(code(flow.ask(other))).isEqualTo(Rejection.Code.IDEMPOTENCY_CONFLICT);
      assertThat(flow.happened()).hasSize(1);
    }
  }

  @Test
  void twoDeciders_haveOneWinner_andTheLoserIsAuditedToo() {
    try (Flow flow = waiting()) {
      Result first = flow.ask(Flow.APPROVER, intent, Flow.decide("approved"));
      Result second = flow.ask(Flow.APPROVER, intent, Flow.decide("rejected"));

      assertThat(first).isInstanceOf(Result.Accepted.class);
      assertThat(code(second)).isEqualTo(Rejection.Code.ALREADY_DECIDED);
      assertThat(flow.events().stream().filter(Event.TaskDecided.class::isInstance)).hasSize(1);
      assertThat(flow.audit())
          .extracting(record -> record.refused().map(Rejection::code))
          .containsExactly(Optional.empty(), Optional.of(Rejection.Code.ALREADY_DECIDED));
    }
  }

  @Test
  void aDecision_isMeasuredByHowLongPeopleWereAsked_andARefusedOneIsNot() {
    try (Flow flow = waiting()) {
      flow.advance(Duration.ofSeconds(20));
      flow.ask(Flow.APPROVER, intent, Flow.decide("approved"));
      flow.ask(Flow.APPROVER, intent, Flow.decide("rejected"));

      Timer asked = flow.meters.get("assent.tasks.closed").tag("how", "decided").timer();
      assertThat(asked.count()).isEqualTo(1);
      assertThat(asked.totalTime(TimeUnit.SECONDS)).isBetween(20.0, 21.0);
      assertThat(flow.meters.get("assent.commands.waited").tag("command", "decide").timer().count())
          .as("both were carried out")
          .isEqualTo(2);
      assertThat(flow.meters.get("assent.intents.ended").tag("status", "completed").counter())
          .satisfies(ended -> assertThat(ended.count()).isEqualTo(1));
    }
  }

  @Test
  void timers_thatCameDueWhileNothingRan_fireAtOnceAfterARestart() {
    try (Flow flow = waiting().restartedAfter(Duration.ofMinutes(30))) {
      flow.advance(Duration.ofMillis(5));

      assertThat(flow.eventNames()).containsExactly("TaskReminded");
      assertThat(flow.meters.get("assent.timers.lateness").tag("kind", "reminder").timer().count())
          .isEqualTo(1);

      flow.advance(Duration.ofHours(2));
      assertThat(flow.eventNames()).endsWith("TaskExpired", "IntentTimedOut");
    }
  }

  @Test
  void anUnreadableRecord_becomesADeadLetterWithItsCause_andThePartitionGoesOn() {
    try (Flow flow = new Flow()) {
      flow.sendRaw(new byte[] {9, 9, 9});

      TestRecord<byte[], byte[]> dead = flow.deadLetters().getFirst();
      assertThat(dead.value()).containsExactly(9, 9, 9);
      assertThat(text(dead.headers(), "assent.cause"))
          .isEqualTo(
              "expected a Asked in the Confluent wire format, which begins with byte 0, but got"
                  + " byte 9");
      assertThat(text(dead.headers(), "assent.origin.topic")).isEqualTo("assent.commands");
      assertThat(text(dead.headers(), "assent.origin.partition")).isEqualTo("0");
      assertThat(text(dead.headers(), "assent.origin.offset")).isEqualTo("0");
      assertThat(text(dead.headers(), "assent.component")).isEqualTo("lifecycle-processor");
      assertThat(new String(dead.key(), StandardCharsets.UTF_8)).isEqualTo("a key");
      assertThat(flow.count("assent.dead.letters", "cause", "unreadable")).isEqualTo(1);
      assertThat(flow.ask(Flow.SERVICE, intent, SeedPlan.submit()))
          .isInstanceOf(Result.Accepted.class);
    }
  }

  @Test
  void aReplayedRecordThatBreaksAgain_isADeadLetterLikeAnyOther() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("theirs", new byte[] {1});
    headers.add("assent.cause", "the first".getBytes(StandardCharsets.UTF_8));
    headers.add("assent.replay-of", "0-0".getBytes(StandardCharsets.UTF_8));
    try (Flow flow = new Flow()) {
      flow.sendRaw(new byte[] {9, 9, 9}, headers);

      TestRecord<byte[], byte[]> dead = flow.deadLetters().getFirst();
      assertThat(dead.headers().lastHeader("theirs").value()).containsExactly(1);
      assertThat(text(dead.headers(), "assent.replay-of"))
          .as("which it was before")
          .isEqualTo("0-0");
      assertThat(dead.headers().headers("assent.cause")).hasSize(1);
    }
  }

  @Test
  void aCommandThatBreaksTheCode_isAnsweredInternal_leavesNothingBehind_andIsKept() {
    Decider decider = new Decider(Flow.NO_FORMS);
    Rules broken =
        (state, asked) -> {
          if (asked.command() instanceof Command.Decide) {
            throw new IllegalArgumentException("a bug");
          }
          return decider.decide(state, asked);
        };
    try (Flow flow = waiting(new Flow(broken, Flow.ALL_TAKE))) {
      int rows = rows(flow);

      Result answer = flow.ask(Flow.APPROVER, intent, Flow.decide("approved"));

      assertThat(code(answer)).isEqualTo(Rejection.Code.INTERNAL);
      assertThat(flow.events()).isEmpty();
      assertThat(rows(flow)).isEqualTo(rows);
      assertThat(flow.audit())
          .extracting(record -> record.refused().map(Rejection::code))
          .containsExactly(Optional.of(Rejection.Code.INTERNAL));
      assertThat(flow.deadLetters())
          .singleElement()
          .satisfies(
              dead ->
                  assertThat(text(dead.headers(), "assent.cause"))
                      .isEqualTo("java.lang.IllegalArgumentException: a bug"));
      assertThat(flow.ask(Flow.SERVICE, intent, cancel())).isInstanceOf(Result.Accepted.class);
    }
  }

  @Test
  void aTimerThatBreaksTheCode_isLeftAloneForAMinute_andTheOthersFire() {
    Decider decider = new Decider(Flow.NO_FORMS);
    IntentId other = SeedPlan.intent(new Random(8));
    Rules broken =
        (state, asked) -> {
          if (asked.command() instanceof Command.FireTimer && asked.target().equals(intent)) {
            throw new IllegalArgumentException("a bug");
          }
          return decider.decide(state, asked);
        };
    try (Flow flow = waiting(new Flow(broken, Flow.ALL_TAKE))) {
      flow.advance(Duration.ofMillis(500));
      flow.ask(Flow.SERVICE, other, SeedPlan.submit());
      flow.ask(Flow.VALIDATOR, other.step(1), Flow.report(Kind.COMPLETE));
      flow.skipOutput();

      flow.advance(SeedPlan.REMIND);

      assertThat(flow.happened()).extracting("intent").containsExactly(other);
      assertThat(flow.meters.counter("assent.timers.broken").count()).isBetween(1.0, 2.0);
      assertThat(flow.ask(Flow.APPROVER, intent, Flow.decide("approved")))
          .as("commands on it still work")
          .isInstanceOf(Result.Accepted.class);
    }
  }

  @Test
  void aRecordTooLargeForTheBroker_isRefused_beforeItIsWritten() {
    Decider decider = new Decider(Flow.NO_FORMS);
    // The decider has its own bound on payloads; here it is fooled to reach the shell's.
    Json huge = new Json("\"" + "x".repeat(1_100_000) + "\"");
    Rules fooled =
        (state, asked) ->
            asked.command() instanceof Command.Report
                ? decider.decide(state, asked)
                : new Decision.Accept(
                    new Happened(
                        intent,
                        Flow.WORKSPACE,
                        1,
                        asked.at(),
                        asked.actor(),
                        asked.door(),
                        asked.commandId(),
                        Optional.empty(),
                        List.of(new Event.StepProgressed(SeedPlan.VALIDATE, 1, huge))),
                    ended(decider, asked));
    try (Flow flow = new Flow(fooled, Flow.ALL_TAKE)) {
      Result answer = flow.ask(Flow.SERVICE, intent, SeedPlan.submit());

      assertThat(code(answer)).isEqualTo(Rejection.Code.OUT_OF_BOUNDS);
      assertThat(flow.events()).isEmpty();
      assertThat(rows(flow)).isZero();
    }
  }

  @Test
  void aDeliveryThatItsTopicDoesNotTake_goesToTheDeadLetters_andThePartitionGoesOn() {
    for (NotTaken not :
        List.of(NotTaken.missing("a topic"), NotTaken.refused("a topic", "it is full"))) {
      AgentTopics topics = (topic, key, value) -> Optional.of(not);
      try (Flow flow = new Flow(new Decider(Flow.NO_FORMS)::decide, topics)) {
        Result answer = flow.ask(Flow.SERVICE, intent, SeedPlan.submit());

        assertThat(answer).isInstanceOf(Result.Accepted.class);
        assertThat(flow.deliveries()).isEmpty();
        TestRecord<byte[], byte[]> dead = flow.deadLetters().getFirst();
        assertThat(text(dead.headers(), "assent.origin.topic"))
            .isEqualTo("assent.agent.local.default.infra-validator-demo");
        assertThat(text(dead.headers(), "assent.cause")).isEqualTo(not.cause());
        assertThat(flow.count("assent.dead.letters", "cause", not.word())).isOne();
        assertThat(flow.wire.deliveries().decode(dead.value()).stepIntent())
            .isEqualTo(intent.step(1));
      }
    }
  }

  @Test
  void aDeliveryThatItsTopicDoesNotTake_isDeliveredAgainAsAnyOther() {
    AtomicBoolean refuses = new AtomicBoolean(true);
    AgentTopics topics =
        (topic, key, value) ->
            refuses.get() ? Optional.of(NotTaken.refused(topic, "it is full")) : Optional.empty();
    try (Flow flow = new Flow(new Decider(Flow.NO_FORMS)::decide, topics)) {
      flow.ask(Flow.SERVICE, intent, SeedPlan.submit());
      assertThat(flow.deadLetters()).hasSize(1);

      refuses.set(false);
      flow.advance(Duration.ofSeconds(30));

      assertThat(flow.deliveries())
          .extracting(Delivery::stepIntent)
          .containsExactly(intent.step(1));
      assertThat(flow.deadLetters()).isEmpty();
    }
  }

  @Test
  void aCommandInAnotherPartitionThanItsIntents_isNotCarriedOut() {
    IntentId elsewhere =
        Stream.generate(new Random(1)::nextLong)
            .map(bits -> IntentId.root(bits, 1L << 20))
            .filter(id -> Partitions.of(id, 4) == 3)
            .findFirst()
            .orElseThrow();
    try (Flow flow = Flow.ofPartitions(4)) {
      flow.send(flow.asked(Flow.SERVICE, elsewhere, SeedPlan.submit(), Optional.empty()));

      assertThat(flow.events()).isEmpty();
      assertThat(text(flow.deadLetters().getFirst().headers(), "assent.cause"))
          .isEqualTo("expected this command in partition 3");
    }
  }

  private Flow waiting() {
    return waiting(new Flow());
  }

  /// The seed's intent, waiting for its approval; what came out until then is read.
  private Flow waiting(Flow flow) {
    flow.ask(Flow.SERVICE, intent, SeedPlan.submit());
    flow.ask(Flow.VALIDATOR, intent.step(1), Flow.report(Kind.COMPLETE));
    flow.skipOutput();
    return flow;
  }

  private static Command cancel() {
    return new Command.Resolve(Status.CANCELED, Json.EMPTY, "no longer needed");
  }

  private static Intent.Known ended(Decider decider, Asked asked) {
    return ((Decision.Accept) decider.decide(new Intent.None(), asked)).after();
  }

  private static int rows(Flow flow) {
    int rows = 0;
    try (var all = flow.store().all()) {
      while (all.hasNext()) {
        all.next();
        rows++;
      }
    }
    return rows;
  }

  private static Rejection.Code code(Result result) {
    return ((Result.Rejected) result).rejection().code();
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
