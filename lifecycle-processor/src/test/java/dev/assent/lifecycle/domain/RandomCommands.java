package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.ControlChange;
import dev.assent.contract.Door;
import dev.assent.contract.Plan;
import dev.assent.contract.Plan.DeadlineAction;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Status;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.Timer;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Grant;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.Shown;
import dev.assent.contract.task.TaskRun;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// Random commands on random plans, likely enough to mean something, and now and then senseless.
final class RandomCommands {
  private static final List<Principal> ACTORS =
      List.of(
          Actor.SERVICE,
          Actor.AGENT,
          Actor.ANY_AGENT,
          Actor.OTHER_AGENT,
          Actor.ANNA,
          Actor.BEN,
          Actor.MANAGER,
          Actor.AUDITOR,
          Actor.ADMIN,
          Actor.AGENT_AS_APPROVER,
          Actor.SERVICE_AS_ADMIN,
          Actor.STRANGER);

  private final Random random;
  private Instant now = Scenario.START;

  RandomCommands(Random random) {
    this.random = random;
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /// Something a bit later.
  Asked next(Intent state) {
    now = now.plusMillis(random.nextInt(120_000));
    if (state instanceof Intent.None) {
      return asked(Actor.SERVICE, Ask.ROOT, submit());
    }
    return switch (random.nextInt(20)) {
      case 0 -> asked(any(ACTORS), target(state), submit());
      case 1, 2, 3, 4 -> report(state);
      case 5, 6, 7, 8 -> decide(state);
      case 9 -> asked(any(ACTORS), target(state), new Command.HandOff("h", Optional.empty()));
      case 10 -> oneIn(4) ? resolve(state) : report(state);
      case 11 -> control(state);
      case 12 -> oneIn(2) ? note(state) : fire(state);
      default -> fire(state);
    };
  }

  private Command.Submit submit() {
    return new Command.Submit(
        "intent.random.v1",
        "c",
        "service",
        "agent",
        new Json("{\"n\":1}"),
        oneIn(5) ? Optional.of("agent://acme/ops/asker") : Optional.empty(),
        oneIn(10) ? Optional.of(now.plus(Duration.ofMinutes(20))) : Optional.empty(),
        plan());
  }

  private Asked report(Intent state) {
    Principal agent = oneIn(6) ? any(ACTORS) : any(List.of(Actor.AGENT, Actor.ANY_AGENT));
    Command.Report.Kind kind = any(List.of(Command.Report.Kind.values()));
    return asked(agent, target(state), new Command.Report(kind, new Json("{\"r\":1}"), "because"));
  }

  private Asked decide(Intent state) {
    Optional<TaskRun> task =
        state instanceof Waiting waiting ? Optional.of(waiting.task()) : Optional.empty();
    boolean informed = oneIn(2);
    Command.Decide answer =
        new Command.Decide(
            any(List.of("approved", "rejected", "changes_requested", "blue", "nonsense")),
            new Shown(
                oneIn(6) ? task.map(TaskRun::step) : Optional.empty(),
                informed
                    ? task.map(open -> oneIn(5) ? open.version() - 1 : open.version())
                    : Optional.empty(),
                informed
                    ? task.map(open -> oneIn(5) ? Hash.of("other") : open.content())
                    : Optional.empty()),
            oneIn(3) ? "" : "a comment",
            new Json(oneIn(3) ? "{}" : "{\"window\":1}"),
            !oneIn(3),
            oneIn(5) ? Optional.of("carl") : Optional.empty());
    Principal who = oneIn(4) ? any(ACTORS) : any(List.of(Actor.ANNA, Actor.BEN, Actor.MANAGER));
    return asked(who, oneIn(8) ? target(state) : Ask.ROOT, answer);
  }

  private Asked resolve(Intent state) {
    Status status = any(List.of(Status.COMPLETED, Status.FAILED, Status.CANCELED));
    return asked(
        any(ACTORS),
        oneIn(3) ? target(state) : Ask.ROOT,
        new Command.Resolve(status, Json.EMPTY, "r"));
  }

  private Asked control(Intent state) {
    ControlChange change =
        new ControlChange(
            oneIn(4) ? Optional.of(seconds()) : Optional.empty(),
            oneIn(6) ? Optional.of(now.plus(seconds())) : Optional.empty(),
            oneIn(3) ? Optional.of(random.nextInt(4)) : Optional.empty(),
            oneIn(3) ? Optional.of(seconds()) : Optional.empty(),
            oneIn(2) ? List.of(grant()) : List.of());
    Asked asked =
        asked(
            oneIn(3) ? any(ACTORS) : Actor.SERVICE,
            oneIn(6) ? target(state) : Ask.ROOT,
            new Command.Control(
                any(List.of(Command.Control.Part.values())), Json.EMPTY, change, "r"));
    return oneIn(3) ? asked.expecting(Optional.of(1 + random.nextInt(3))) : asked;
  }

  private Grant grant() {
    List<Grant.Right> rights =
        List.of(Grant.Right.values()).subList(0, random.nextInt(Grant.Right.values().length + 1));
    return new Grant(
        any(ACTORS).id(), oneIn(3) ? List.of() : rights, oneIn(3) ? rights : List.of());
  }

  private Asked note(Intent state) {
    return asked(
        any(ACTORS),
        oneIn(6) ? target(state) : Ask.ROOT,
        new Command.Annotate(
            ThreadNote.of(any(List.of(ThreadNote.Kind.values())), "agent://acme/ops/b", "n")));
  }

  private Asked fire(Intent state) {
    List<Timer> own = new ArrayList<>(Timers.of(state));
    Timer timer =
        own.isEmpty() || oneIn(10)
            ? new Timer(any(List.of(Timer.Kind.values())), random.nextInt(4), now)
            : own.getFirst();
    if (!oneIn(10) && now.isBefore(timer.due()) && timer.kind() != Timer.Kind.RETIREMENT) {
      now = timer.due().plusMillis(oneIn(3) ? random.nextInt(3_600_000) : 0);
    }
    return Asked.timer(id(), Ask.ROOT, now, Actor.ACME, timer);
  }

  private Asked asked(Principal actor, IntentId target, Command command) {
    return new Asked(
        id(),
        target,
        now,
        actor,
        oneIn(2) ? Door.GATEWAY : Door.APPROVALS,
        Optional.empty(),
        oneIn(3) ? Optional.of(Hash.of("request")) : Optional.empty(),
        command);
  }

  private CommandId id() {
    return new CommandId(new UUID(random.nextLong(), random.nextLong()));
  }

  /// Mostly the run under way.
  private IntentId target(Intent state) {
    int runs = state instanceof Active active ? active.progress().runs() : 3;
    int run = oneIn(5) ? random.nextInt(runs + 2) : runs;
    boolean plain = state instanceof Active active && active.origin().plan().plain();
    return run == 0 || plain ? Ask.ROOT : Ask.ROOT.step(run);
  }

  private Plan plan() {
    if (oneIn(6)) {
      return Plans.plain((Step.Agent) agent(0, 1));
    }
    int count = 1 + random.nextInt(5);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(
          switch (random.nextInt(7)) {
            case 0 -> new Step.Delay(id(i), next(count), next(count), seconds(), "pause");
            case 1 -> new Step.Notification(id(i), next(count), next(count), List.of(), "", "", "");
            case 2, 3 -> agent(i, count);
            default -> human(i, count);
          });
    }
    return new Plan(Optional.empty(), id(random.nextInt(count)), steps, false);
  }

  private Step agent(int i, int count) {
    return new Step.Agent(
        id(i),
        next(count),
        next(count),
        Plans.VALIDATOR,
        oneIn(2),
        Json.EMPTY,
        oneIn(2) ? Optional.of(seconds()) : Optional.empty(),
        1 + random.nextInt(4),
        random.nextInt(3),
        seconds());
  }

  private Step human(int i, int count) {
    TaskType type = any(List.of(TaskType.APPROVAL, TaskType.REVIEW, TaskType.OVERRIDE));
    boolean choice = oneIn(5);
    return new Step.Human(
        id(i),
        next(count),
        next(count),
        Plans.human("x")
            .type(
                choice ? TaskType.CHOICE : type,
                choice ? new String[] {"blue", "green"} : new String[0])
            .demanding(oneIn(4), oneIn(4), oneIn(4) ? Optional.of(Plans.FORM) : Optional.empty())
            .step()
            .task(),
        oneIn(2)
            ? Optional.of(
                new Reminders(
                    seconds(),
                    seconds(),
                    1 + random.nextInt(3),
                    oneIn(2) ? Optional.of(Plans.MANAGER) : Optional.empty()))
            : Optional.empty(),
        oneIn(2) ? Optional.of(Plans.MANAGER) : Optional.empty(),
        oneIn(2) ? Optional.of(seconds()) : Optional.empty(),
        any(List.of(DeadlineAction.values())));
  }

  private Optional<StepId> next(int count) {
    return oneIn(3) ? Optional.of(id(random.nextInt(count))) : Optional.empty();
  }

  private static StepId id(int i) {
    return new StepId("s" + i);
  }

  private Duration seconds() {
    return Duration.ofSeconds(1 + random.nextInt(900));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
