package dev.assent.lifecycle.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.ControlChange;
import dev.assent.contract.Door;
import dev.assent.contract.Plan;
import dev.assent.contract.Status;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Grant;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.lifecycle.domain.Intent.Running;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// A command in the making: who asks what of which id. The rest is filled in from the state it
/// meets.
record Ask(
    Principal actor,
    Door door,
    Function<Intent, Command> command,
    Function<Intent, Integer> ordinal,
    Optional<String> key,
    String request,
    Optional<Integer> expectedGeneration) {
  static final IntentId ROOT = IntentId.root(0x1111_2222_3333_4444L, 0x5555_6666_7777_8888L);

  /// The run under way, as its agent sees it: 0 on a plain intent.
  private static int current(Intent intent) {
    return intent instanceof Running running
            && running.work() instanceof Work.AgentRun run
            && !running.origin().plan().plain()
        ? run.ordinal()
        : 0;
  }

  private static Ask of(Principal actor, Command command) {
    return new Ask(
        actor, Door.GATEWAY, _ -> command, _ -> 0, Optional.empty(), "request", Optional.empty());
  }

  static Ask submit(Plan plan) {
    return submit(plan, new Json("{\"target\":\"prod\"}"), Optional.empty());
  }

  static Ask submit(Plan plan, Json payload, Optional<Instant> deadlineAt) {
    return of(
        Actor.SERVICE,
        new Command.Submit(
            "intent.infra.change.v1",
            "c-1",
            "deploy-pipeline",
            "agent://acme/ops/validator",
            payload,
            Optional.empty(),
            deadlineAt,
            plan));
  }

  Ask replyingTo(String inbox) {
    return new Ask(
        actor,
        door,
        state -> {
          Command.Submit s = (Command.Submit) command.apply(state);
          return new Command.Submit(
              s.intentType(),
              s.correlationId(),
              s.from(),
              s.to(),
              s.payload(),
              Optional.of(inbox),
              s.deadlineAt(),
              s.plan());
        },
        ordinal,
        key,
        request,
        expectedGeneration);
  }

  /// The same submission in another's name.
  Ask from(String other) {
    return new Ask(
        actor,
        door,
        state -> {
          Command.Submit s = (Command.Submit) command.apply(state);
          return new Command.Submit(
              s.intentType(),
              s.correlationId(),
              other,
              s.to(),
              s.payload(),
              s.replyTo(),
              s.deadlineAt(),
              s.plan());
        },
        ordinal,
        key,
        request,
        expectedGeneration);
  }

  private static Ask report(Command.Report.Kind kind, Json body, String reason) {
    return of(Actor.AGENT, new Command.Report(kind, body, reason)).on(Ask::current);
  }

  static Ask acknowledge() {
    return report(Command.Report.Kind.ACKNOWLEDGE, Json.EMPTY, "");
  }

  static Ask progress(String body) {
    return report(Command.Report.Kind.PROGRESS, new Json(body), "");
  }

  static Ask complete(String body) {
    return report(Command.Report.Kind.COMPLETE, new Json(body), "");
  }

  static Ask fail(String reason) {
    return report(Command.Report.Kind.FAIL, Json.EMPTY, reason);
  }

  /// An answer by somebody whose client shows neither version nor hash.
  static Ask decide(Principal who, String outcome) {
    return of(
        who, new Command.Decide(outcome, Shown.NOTHING, "", Json.EMPTY, false, Optional.empty()));
  }

  static Ask handOff() {
    return of(Actor.SERVICE, new Command.HandOff("vacation", Optional.of("agent://acme/ops/b")));
  }

  static Ask resolve(Status status) {
    return of(
        Actor.SERVICE, new Command.Resolve(status, new Json("{\"by\":\"hand\"}"), "no longer"));
  }

  static Ask cancel() {
    return resolve(Status.CANCELED);
  }

  static Ask control(Command.Control.Part part, ControlChange change) {
    return of(
        Actor.SERVICE, new Command.Control(part, new Json("{\"patch\":1}"), change, "slower"));
  }

  static Ask grant(Grant... grants) {
    return control(
        Command.Control.Part.POLICY,
        new ControlChange(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(grants)));
  }

  static Ask note(ThreadNote.Kind kind) {
    return of(
        Actor.SERVICE,
        new Command.Annotate(ThreadNote.of(kind, "agent://acme/ops/validator", "noted")));
  }

  /// Knows the intent's policy in this generation.
  Ask expecting(int known) {
    return new Ask(actor, door, command, ordinal, key, request, Optional.of(known));
  }

  Ask by(Principal other) {
    return new Ask(other, door, command, ordinal, key, request, expectedGeneration);
  }

  Ask through(Door other) {
    return new Ask(actor, other, command, ordinal, key, request, expectedGeneration);
  }

  Ask on(Function<Intent, Integer> run) {
    return new Ask(actor, door, command, run, key, request, expectedGeneration);
  }

  Ask onRun(int run) {
    return on(_ -> run);
  }

  Ask onTheIntentItself() {
    return onRun(0);
  }

  /// With an idempotency key, as a door derives the command's id from it.
  Ask keyed(String idempotencyKey) {
    return new Ask(
        actor, door, command, ordinal, Optional.of(idempotencyKey), request, expectedGeneration);
  }

  /// Its key is the same, its request is not.
  Ask asAnotherRequest() {
    return new Ask(actor, door, command, ordinal, key, "another request", expectedGeneration);
  }

  Ask saying(String comment) {
    return answer(
        d ->
            new Command.Decide(
                d.outcome(), d.shown(), comment, d.data(), d.evidence(), d.onBehalfOf()));
  }

  Ask with(String data) {
    return answer(
        d ->
            new Command.Decide(
                d.outcome(), d.shown(), d.comment(), new Json(data), d.evidence(), d.onBehalfOf()));
  }

  Ask withEvidence() {
    return answer(
        d ->
            new Command.Decide(
                d.outcome(), d.shown(), d.comment(), d.data(), true, d.onBehalfOf()));
  }

  Ask onBehalfOf(String other) {
    return answer(
        d ->
            new Command.Decide(
                d.outcome(), d.shown(), d.comment(), d.data(), d.evidence(), Optional.of(other)));
  }

  Ask seeing(int version, Hash shown) {
    return answer(
        d ->
            new Command.Decide(
                d.outcome(),
                new Shown(d.shown().step(), Optional.of(version), Optional.of(shown)),
                d.comment(),
                d.data(),
                d.evidence(),
                d.onBehalfOf()));
  }

  /// Their client names the step, and knows no more.
  Ask to(String step) {
    return showing(new Shown(Optional.of(Plans.id(step)), Optional.empty(), Optional.empty()));
  }

  /// Their client knows the version, as a list tells it, and no more.
  Ask seeingVersion(int version) {
    return showing(new Shown(Optional.empty(), Optional.of(version), Optional.empty()));
  }

  private Ask showing(Shown shown) {
    return answer(
        d ->
            new Command.Decide(
                d.outcome(), shown, d.comment(), d.data(), d.evidence(), d.onBehalfOf()));
  }

  /// As somebody answers whose client showed the task as it is.
  Ask seeingWhatIsOpen() {
    return new Ask(
        actor,
        door,
        state ->
            state instanceof Waiting waiting
                ? seeing(waiting.task().version(), waiting.task().content()).command.apply(state)
                : command.apply(state),
        ordinal,
        key,
        request,
        expectedGeneration);
  }

  private Ask answer(Function<Command.Decide, Command.Decide> change) {
    return new Ask(
        actor,
        door,
        state -> change.apply((Command.Decide) command.apply(state)),
        ordinal,
        key,
        request,
        expectedGeneration);
  }

  /// @param n makes the ids of commands without a key differ
  Asked in(Intent state, Instant at, int n) {
    int run = ordinal.apply(state);
    String seed = key.orElse("command " + n);
    return new Asked(
            new CommandId(UUID.nameUUIDFromBytes(seed.getBytes(UTF_8))),
            run == 0 ? ROOT : ROOT.step(run),
            at,
            actor,
            door,
            Optional.of(0),
            key.map(_ -> Hash.of(request)),
            command.apply(state))
        .expecting(expectedGeneration);
  }
}
