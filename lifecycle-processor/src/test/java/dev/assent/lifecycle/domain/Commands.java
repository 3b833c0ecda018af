package dev.assent.lifecycle.domain;

import dev.assent.contract.Command;
import dev.assent.contract.ControlChange;
import dev.assent.contract.Plan;
import dev.assent.contract.Status;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.Timer;
import dev.assent.contract.people.Grant;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Samples.Sample;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A sample of each command that docs/lifecycle.md names, by table and column.
final class Commands {
  /// Does one thing to a sample.
  @FunctionalInterface
  interface Trial {
    void on(Sample sample);
  }

  private static final String TIMERS = "Timers";

  private static final List<String> ROWS =
      List.of(
          "None", "Plain", "Agent", "Retry", "Delay", "Task", "Ended, decided", "Ended, canceled");

  private static final List<String> TIMER_ROWS =
      List.of(
          "None",
          "Plain",
          "Agent",
          "Retry",
          "Delay",
          "Task",
          "Task, last reminder sent",
          "Task, no reminders, somebody to escalate to",
          "Task, `reject`",
          "Task, `escalate`",
          "Task, `escalate`, done so",
          "Task, `next`",
          "Ended, decided",
          "Ended, canceled");

  static final Map<String, Map<String, Trial>> TABLES = tables();

  private Commands() {}

  static List<String> rows(String table) {
    return table.equals(TIMERS) ? TIMER_ROWS : ROWS;
  }

  static Set<String> columns(String table) {
    return TABLES.getOrDefault(table, Map.of()).keySet();
  }

  private static Map<String, Map<String, Trial>> tables() {
    Map<String, Map<String, Trial>> tables = new LinkedHashMap<>();
    tables.put("Beginning", beginning());
    tables.put("What agents report", reports());
    tables.put("What people decide", decisions());
    tables.put("What is done from outside", interventions());
    tables.put("What is changed or noted", adjustments());
    tables.put(TIMERS, timers());
    return tables;
  }

  private static Trial ask(Ask ask) {
    return sample -> sample.scenario().when(ask);
  }

  private static Map<String, Trial> beginning() {
    Plan plan = Samples.plan();
    Ask keyed = Samples.submission(plan);
    Json large = new Json(Json.quote("x".repeat(Limits.PAYLOAD_BYTES_MAX)));
    Map<String, Trial> trials = new LinkedHashMap<>();
    trials.put("submit", ask(Ask.submit(plan)));
    trials.put("submit, same key", ask(keyed));
    trials.put("submit, same key, another request", ask(keyed.asAnotherRequest()));
    trials.put("submit without the right", ask(keyed.by(Actor.AGENT)));
    trials.put("submit in another's name", ask(keyed.by(Actor.WORKING_AGENT)));
    trials.put("submit too much", ask(Ask.submit(plan, large, Optional.empty())));
    return trials;
  }

  private static Map<String, Trial> reports() {
    Ask complete = Ask.complete("{\"safe\":true}");
    Map<String, Trial> trials = new LinkedHashMap<>();
    trials.put("acknowledge", ask(Ask.acknowledge()));
    trials.put("report progress", ask(Ask.progress("{\"done\":50}")));
    trials.put("complete", ask(complete));
    trials.put("fail", ask(Ask.fail("no disk")));
    trials.put("complete on the intent itself", ask(complete.onTheIntentItself()));
    trials.put("complete an earlier run", ask(complete.onRun(1)));
    trials.put("complete a run that never was", ask(complete.onRun(99)));
    trials.put("complete as another agent", ask(complete.by(Actor.OTHER_AGENT)));
    trials.put("complete as a person", ask(complete.by(Actor.ANNA)));
    trials.put(
        "complete with too much", ask(Ask.complete(Json.quote("x".repeat(Limits.BODY_BYTES_MAX)))));
    return trials;
  }

  private static Map<String, Trial> decisions() {
    Ask approve = Samples.approval();
    Map<String, Trial> trials = new LinkedHashMap<>();
    trials.put("approve", ask(approve));
    trials.put("reject", ask(Samples.answer("rejected")));
    trials.put("send back", ask(Samples.answer("changes_requested")));
    trials.put("answer otherwise", ask(Samples.answer("maybe")));
    trials.put("approve without comment", ask(approve.saying(" ")));
    trials.put(
        "approve without evidence",
        ask(
            Ask.decide(Actor.ANNA, "approved")
                .saying("Fine.")
                .with("{\"window\":1}")
                .seeingWhatIsOpen()));
    trials.put("approve with an unfilled form", ask(approve.with("{}")));
    trials.put(
        "approve with too long a comment",
        ask(approve.saying("x".repeat(Limits.COMMENT_LENGTH_MAX + 1))));
    trials.put("approve an old version", ask(approve.seeing(0, Hash.of("old"))));
    trials.put("approve other content", ask(approve.seeing(1, Hash.of("other"))));
    trials.put("approve unseen", ask(Ask.decide(Actor.ANNA, "approved")));
    trials.put("approve another step", ask(Ask.decide(Actor.ANNA, "approved").to("other")));
    trials.put("approve, not asked", ask(approve.by(Actor.MANAGER)));
    trials.put("approve as an auditor", ask(approve.by(Actor.AUDITOR)));
    trials.put("approve as an agent", ask(approve.by(Actor.AGENT)));
    trials.put("approve as an agent with the right", ask(approve.by(Actor.AGENT_AS_APPROVER)));
    trials.put("approve as a service with every right", ask(approve.by(Actor.SERVICE_AS_ADMIN)));
    trials.put("approve on a step's id", ask(approve.onRun(1)));
    trials.put("approve from another workspace", ask(approve.by(Actor.STRANGER)));
    return trials;
  }

  private static Map<String, Trial> interventions() {
    Map<String, Trial> trials = new LinkedHashMap<>();
    trials.put("hand over", ask(Ask.handOff()));
    trials.put("hand over an earlier run", ask(Ask.handOff().onRun(1)));
    trials.put("hand over as another agent", ask(Ask.handOff().by(Actor.OTHER_AGENT)));
    trials.put("resolve as completed", ask(Ask.resolve(Status.COMPLETED)));
    trials.put(
        "resolve as completed, as an administrator",
        ask(Ask.resolve(Status.COMPLETED).by(Actor.SERVICE_AS_ADMIN)));
    trials.put("resolve as failed", ask(Ask.resolve(Status.FAILED)));
    trials.put("cancel", ask(Ask.cancel()));
    trials.put("cancel as an agent", ask(Ask.cancel().by(Actor.AGENT)));
    trials.put("cancel as an agent that submits", ask(Ask.cancel().by(Actor.WORKING_AGENT)));
    trials.put("cancel on a step's id", ask(Ask.cancel().onRun(1)));
    trials.put("cancel from another workspace", ask(Ask.cancel().by(Actor.STRANGER)));
    trials.put("the last command, same key", sample -> sample.scenario().when(sample.last()));
    trials.put(
        "its key, another request",
        sample -> sample.scenario().when(sample.last().asAnotherRequest()));
    return trials;
  }

  private static Map<String, Trial> adjustments() {
    Ask shorter = within(Duration.ofHours(5), 0);
    Ask longer = within(Duration.ofDays(2), 3);
    Grant toAgent = new Grant(Actor.OTHER_AGENT.id(), List.of(Grant.Right.values()), List.of());
    Grant fromAgent = new Grant(Actor.OTHER_AGENT.id(), List.of(), List.of(Grant.Right.values()));
    Ask tooMuch =
        Ask.control(
            Command.Control.Part.CONTROLS,
            new ControlChange(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Limits.RETRIES_MAX + 1),
                Optional.empty(),
                List.of()));
    Map<String, Trial> trials = new LinkedHashMap<>();
    trials.put("change its controls", ask(shorter));
    trials.put("change its policy", ask(Ask.grant(fromAgent)));
    trials.put("change its controls for looser", ask(longer));
    trials.put("change its controls for looser as an admin", ask(longer.by(Actor.ADMIN)));
    trials.put("change its policy for looser", ask(Ask.grant(toAgent)));
    trials.put("change its policy for looser as an admin", ask(Ask.grant(toAgent).by(Actor.ADMIN)));
    trials.put("change what has changed since", ask(shorter.expecting(7)));
    trials.put("report on what has changed since", ask(Ask.complete("{}").expecting(7)));
    trials.put("change its controls as an agent", ask(shorter.by(Actor.AGENT)));
    trials.put("change its controls on a step's id", ask(shorter.onRun(1)));
    trials.put("change its controls too far", ask(tooMuch));
    trials.put("reply", ask(Ask.note(ThreadNote.Kind.REPLY)));
    trials.put("delegate", ask(Ask.note(ThreadNote.Kind.DELEGATE)));
    trials.put("note a yes", ask(Ask.note(ThreadNote.Kind.APPROVE)));
    trials.put("mark as read", ask(Ask.note(ThreadNote.Kind.READ)));
    trials.put("delete messages", ask(Ask.note(ThreadNote.Kind.DELETE_FOR_SELF)));
    trials.put("claim a completion", ask(Ask.note(ThreadNote.Kind.COMPLETION)));
    trials.put("reply as an auditor", ask(Ask.note(ThreadNote.Kind.REPLY).by(Actor.AUDITOR)));
    trials.put("reply on a step's id", ask(Ask.note(ThreadNote.Kind.REPLY).onRun(1)));
    return trials;
  }

  private static Ask within(Duration time, int retries) {
    return Ask.control(
        Command.Control.Part.CONTROLS,
        new ControlChange(
            Optional.of(time),
            Optional.empty(),
            Optional.of(retries),
            Optional.empty(),
            List.of()));
  }

  private static Map<String, Trial> timers() {
    Map<String, Trial> trials = new LinkedHashMap<>();
    for (Timer.Kind kind : Timer.Kind.values()) {
      trials.put(kind.name(), sample -> fire(sample.scenario(), kind));
    }
    trials.put("one it no longer has", sample -> sample.scenario().whenFired(gone(sample)));
    trials.put("one before its time", sample -> sample.scenario().whenFired(own(sample)));
    return trials;
  }

  /// The state's own timer of the kind, at its time; or one that it does not have.
  private static void fire(Scenario scenario, Timer.Kind kind) {
    Timer timer =
        Timers.of(scenario.state()).stream()
            .filter(own -> own.kind() == kind)
            .findFirst()
            .orElseGet(() -> new Timer(kind, 1, scenario.now()));
    scenario.whenFiredAtItsTime(timer);
  }

  private static Timer own(Sample sample) {
    return Timers.of(sample.scenario().state()).stream().findFirst().orElseGet(() -> gone(sample));
  }

  private static Timer gone(Sample sample) {
    return new Timer(Timer.Kind.REMINDER, 1, sample.scenario().now().minus(Duration.ofMinutes(7)));
  }
}
