package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Plans.agent;
import static dev.assent.lifecycle.domain.Plans.human;
import static dev.assent.lifecycle.domain.Plans.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Plan;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Rejection;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One value at each bound of a submission, and one over it.
class BoundsTest {
  /// Finds fault with a misspelt type alone.
  private static final FormRules FORMS =
      new FormRules() {
        @Override
        public Optional<String> problem(Json schema) {
          return schema.text().contains("objekt")
              ? Optional.of("it says objekt")
              : Optional.empty();
        }

        @Override
        public Checked check(Json schema, Json data, boolean positive) {
          return new Valid(data);
        }
      };

  static Stream<Arguments> bounds() {
    return Stream.of(
        bound("title", Limits.TITLE_LENGTH_MAX, n -> human("h").title("x".repeat(n)).step()),
        bound("description", Limits.DESCRIPTION_LENGTH_MAX, BoundsTest::described),
        bound(
            "outcomes",
            Limits.OUTCOMES_MAX,
            n -> human("h").type(TaskType.CHOICE, numbered(n)).step()),
        bound(
            "outcome",
            Limits.OUTCOME_LENGTH_MAX,
            n -> human("h").type(TaskType.CHOICE, "x".repeat(n)).step()),
        bound(
            "assignees",
            Limits.ASSIGNEES_MAX,
            n ->
                human("h")
                    .assignees(Collections.nCopies(n, Plans.SRE).toArray(Assignee[]::new))
                    .step()),
        bound(
            "form_schema",
            Limits.BODY_BYTES_MAX,
            n ->
                human("h")
                    .demanding(false, false, Optional.of(new Json("\"" + "x".repeat(n - 2) + "\"")))
                    .step()),
        bound(
            "reminders",
            Limits.REMINDERS_MAX,
            n -> human("h").reminders(reminders(Duration.ofSeconds(1), n)).step()),
        bound(
            "first reminder",
            (int) Limits.WAIT_MAX.toDays(),
            n -> human("h").reminders(reminders(Duration.ofDays(n), 1)).step()),
        bound(
            "deadline",
            (int) Limits.WAIT_MAX.toDays(),
            n -> human("h").deadline(Duration.ofDays(n)).step()),
        bound(
            "deadline",
            (int) Limits.WAIT_MAX.toDays(),
            n -> agent("a").deadline(Duration.ofDays(n)).step()),
        bound("retries", Limits.RETRIES_MAX, n -> agent("a").retries(n).step()),
        bound("deliveries", Limits.DELIVERIES_MAX, n -> step(n, Json.EMPTY)),
        bound("input", Limits.PAYLOAD_BYTES_MAX, n -> step(1, text(n))),
        bound(
            "duration", (int) Limits.WAIT_MAX.toDays(), n -> Plans.delay("d", Duration.ofDays(n))),
        bound("body", Limits.DESCRIPTION_LENGTH_MAX, n -> note("x".repeat(n))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bounds")
  void atTheBoundIsInAndOneMoreIsOut(String what, int max, IntFunction<Step> step) {
    assertThat(outside(Plans.of(step.apply(max)))).isEmpty();
    assertThat(outside(Plans.of(step.apply(max + 1))))
        .hasValueSatisfying(
            rejection -> {
              assertThat(rejection.code()).isEqualTo(Rejection.Code.OUT_OF_BOUNDS);
              assertThat(rejection.message()).contains(what);
            });
  }

  @Test
  void waitsAreAtLeastAMillisecond() {
    assertThat(outside(Plans.of(Plans.delay("d", Limits.WAIT_MIN)))).isEmpty();
    assertThat(outside(Plans.of(Plans.delay("d", Limits.WAIT_MIN.minusNanos(1))))).isPresent();
  }

  @Test
  void nobodyIsRemindedMoreOftenThanOnceASecond() {
    Duration min = Limits.REMINDER_WAIT_MIN;
    assertThat(outside(Plans.of(human("h").reminders(reminders(min, 1)).step()))).isEmpty();
    for (Reminders tooOften :
        List.of(
            reminders(min.minusMillis(1), 1),
            new Reminders(min, min.minusMillis(1), 3, Optional.empty()))) {
      assertThat(outside(Plans.of(human("h").reminders(tooOften).step())))
          .map(Rejection::message)
          .hasValueSatisfying(message -> assertThat(message).contains("PT1S"));
    }
  }

  @Test
  void aDeadlineThatHasPassedIsRefused() {
    for (Instant passed : List.of(Scenario.START, Scenario.START.minusMillis(1))) {
      Bounds bounds = new Bounds();
      bounds.deadline(passed, Scenario.START);
      assertThat(bounds.first())
          .map(Rejection::message)
          .hasValueSatisfying(
              message -> assertThat(message).startsWith("expected deadline_at after now"));
    }
  }

  @Test
  void textsAndThePayloadOfTheSubmissionItselfHaveBoundsToo() {
    Bounds bounds = new Bounds();
    bounds.text("intent_type", "x".repeat(Limits.NAME_LENGTH_MAX), 1, Limits.NAME_LENGTH_MAX);
    bounds.bytes("payload", text(Limits.PAYLOAD_BYTES_MAX), Limits.PAYLOAD_BYTES_MAX);
    bounds.deadline(Scenario.START.plus(Limits.WAIT_MAX), Scenario.START);
    assertThat(bounds.first()).isEmpty();

    bounds.text("intent_type", "", 1, Limits.NAME_LENGTH_MAX);
    bounds.bytes("payload", text(Limits.PAYLOAD_BYTES_MAX + 1), Limits.PAYLOAD_BYTES_MAX);
    assertThat(bounds.first())
        .map(Rejection::message)
        .hasValueSatisfying(message -> assertThat(message).startsWith("expected intent_type"));

    Bounds late = new Bounds();
    late.deadline(Scenario.START.plus(Limits.WAIT_MAX).plusMillis(1), Scenario.START);
    assertThat(late.first()).isPresent();
  }

  @Test
  void pointsInTime_areFrom1970To9999() {
    for (Instant in : List.of(Limits.TIME_MIN, Scenario.START)) {
      Bounds bounds = new Bounds();
      bounds.deadline(in, in.minusMillis(1));
      assertThat(bounds.first()).as(in.toString()).isEmpty();
    }
    for (String out :
        List.of(
            "-290308-12-21T19:59:05.224192Z",
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999999Z",
            "+10000-01-01T00:00:00Z",
            "+294247-01-10T04:00:54.775807Z")) {
      Bounds bounds = new Bounds();
      bounds.deadline(Instant.parse(out), Scenario.START);
      assertThat(bounds.first())
          .map(Rejection::message)
          .hasValueSatisfying(
              message ->
                  assertThat(message)
                      .startsWith("expected deadline_at from 1970-01-01T00:00:00Z to 9999-12-31"));
    }
  }

  @Test
  void aCommandOfAnotherAge_isRefused() {
    for (Instant at : List.of(Limits.TIME_MIN.minusNanos(1), Limits.TIME_MAX.plusSeconds(1))) {
      Asked asked =
          new Asked(
              new CommandId(new UUID(1, 1)),
              IntentId.root(1, 1),
              at,
              Actor.SERVICE,
              Door.GATEWAY,
              Optional.empty(),
              Optional.empty(),
              new Command.HandOff("", Optional.empty()));

      assertThat(
              new Decider((schema, data, positive) -> new FormRules.Valid(data))
                  .decide(new Intent.None(), asked))
          .isInstanceOfSatisfying(
              Decision.Reject.class,
              refused ->
                  assertThat(refused.rejection().code()).isEqualTo(Rejection.Code.OUT_OF_BOUNDS));
    }
  }

  @Test
  void aFormThatNobodyCanFillIn_isOut() {
    assertThat(outside(Plans.of(demanding("{\"type\":\"objekt\"}"))))
        .map(Rejection::message)
        .contains(
            "expected step 'h' form_schema to be a JSON Schema that can be filled in, but it says"
                + " objekt");
    assertThat(outside(Plans.of(demanding("{\"type\":\"object\"}")))).isEmpty();
  }

  private static Step demanding(String form) {
    return human("h").demanding(false, false, Optional.of(new Json(form))).step();
  }

  @Test
  void theStepsThatAStepLeadsToAreOfThePlan() {
    assertThat(outside(Plans.of(agent("a").onSuccess("b").step())))
        .map(Rejection::message)
        .contains("expected step 'a' on_success to name a step of the plan, but it names 'b'");
    assertThat(outside(Plans.of(human("h").onFailure("b").step()))).isPresent();
  }

  @Test
  void aCircleOfNotificationsAloneWouldNeverEnd() {
    Step first = notice("a", "b");
    assertThat(outside(Plans.of(first, notice("b", "a")))).isPresent();
    assertThat(outside(Plans.of(first, notice("b", "c"), agent("c").onSuccess("a").step())))
        .isEmpty();
  }

  private static Optional<Rejection> outside(Plan plan) {
    Bounds bounds = new Bounds();
    bounds.plan(plan, FORMS);
    return bounds.first();
  }

  private static Arguments bound(String what, int max, IntFunction<Step> step) {
    return Arguments.of(what, max, step);
  }

  private static Reminders reminders(Duration after, int max) {
    return new Reminders(after, Duration.ofSeconds(1), max, Optional.empty());
  }

  private static Step described(int length) {
    return human("h").description("x".repeat(length)).step();
  }

  private static Step step(int deliveries, Json input) {
    Step.Agent step = agent("a").step();
    return new Step.Agent(
        step.id(),
        step.onSuccess(),
        step.onFailure(),
        step.agent(),
        step.topic(),
        input,
        step.deadline(),
        deliveries,
        step.retriesMax(),
        step.retryDelay());
  }

  private static Step note(String body) {
    return new Step.Notification(
        id("n"), Optional.empty(), Optional.empty(), List.of("inbox"), "anna", "About it", body);
  }

  private static Step notice(String name, String next) {
    return new Step.Notification(
        id(name), Optional.of(id(next)), Optional.empty(), List.of(), "", "", "");
  }

  private static Json text(int bytes) {
    return new Json("\"" + "x".repeat(bytes - 2) + "\"");
  }

  private static String[] numbered(int n) {
    String[] outcomes = new String[n];
    Arrays.setAll(outcomes, i -> "outcome_" + i);
    return outcomes;
  }
}
