package dev.assent.lifecycle.domain;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.assent.contract.Event;
import dev.assent.contract.Rejection;
import dev.assent.contract.Timer;
import dev.assent.contract.delivery.AxpEvent;
import dev.assent.lifecycle.domain.LifecycleDocument.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// docs/lifecycle.md, cell by cell.
class LifecycleMatrixTest {
  private static final String REWRITE =
      "mvn -pl lifecycle-processor -am -Dtest=LifecycleMatrixTest -Dlifecycle.rewrite=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false test";

  private record Ran(String state, String command, Scenario scenario, String cell) {}

  private static LifecycleDocument document = LifecycleDocument.EMPTY;
  private static final List<Ran> RAN = new ArrayList<>();

  @BeforeAll
  static void runEveryCell() throws IOException {
    document = LifecycleDocument.read();
    RAN.clear();
    Commands.TABLES.forEach(
        (table, columns) ->
            Commands.rows(table)
                .forEach(
                    row -> columns.forEach((name, command) -> RAN.add(run(row, name, command)))));
  }

  private static Ran run(String row, String column, Commands.Trial trial) {
    Samples.Sample sample = Samples.of(row);
    trial.on(sample);
    return new Ran(row, column, sample.scenario(), cell(sample.scenario()));
  }

  private static String cell(Scenario scenario) {
    return switch (scenario.decision()) {
      case Decision.Accept accept ->
          accept.happened().events().stream()
              .map(event -> event.getClass().getSimpleName())
              .collect(joining(", "));
      case Decision.Reject reject -> "✗ " + reject.rejection().code();
      case Decision.Again _ -> "again";
      case Decision.Forget _ -> "forgotten";
    };
  }

  @TestFactory
  List<DynamicTest> everyTableHasTheRowsAndColumnsThatCanBeRun() {
    return Commands.TABLES.keySet().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      Table table = document.table(name);
                      assertThat(table.columns()).containsExactlyElementsOf(Commands.columns(name));
                      assertThat(table.rows().keySet())
                          .containsExactlyElementsOf(Commands.rows(name));
                    }))
        .toList();
  }

  @TestFactory
  List<DynamicTest> everyCellSaysWhatHappens() {
    return RAN.stream()
        .map(
            ran ->
                DynamicTest.dynamicTest(
                    ran.state() + " / " + ran.command(),
                    () ->
                        assertThat(document.cell(ran.state(), ran.command()))
                            .as(
                                "docs/lifecycle.md, row '%s', column '%s'%s",
                                ran.state(), ran.command(), ran.scenario())
                            .isEqualTo(ran.cell())))
        .toList();
  }

  @Test
  void everyRefusalTheDeciderOwnsIsInSomeCell() {
    Set<Rejection.Code> owned = EnumSet.allOf(Rejection.Code.class);
    owned.remove(Rejection.Code.INTERNAL); // the shell's, when our own code breaks
    owned.remove(Rejection.Code.UNAUTHENTICATED); // the ingest's, before there is a command
    owned.remove(Rejection.Code.INVALID_REQUEST); // the ingest's as well
    Set<String> refused = new TreeSet<>();
    RAN.stream()
        .map(Ran::cell)
        .filter(cell -> cell.startsWith("✗"))
        .forEach(cell -> refused.add(cell.substring(2)));

    assertThat(refused).containsExactlyElementsOf(new TreeSet<>(names(owned)));
  }

  @Test
  void everyFactAndEveryKindOfTimerOccurs() {
    Set<String> facts = new TreeSet<>();
    Set<Timer.Kind> kinds = EnumSet.noneOf(Timer.Kind.class);
    for (Ran ran : RAN) {
      ran.scenario()
          .history()
          .forEach(h -> h.events().forEach(e -> facts.add(e.getClass().getSimpleName())));
      Timers.of(Samples.of(ran.state()).scenario().state()).forEach(t -> kinds.add(t.kind()));
    }

    assertThat(facts)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Event.class.getPermittedSubclasses()).map(Class::getSimpleName).toList());
    assertThat(kinds).containsExactlyInAnyOrder(Timer.Kind.values());
  }

  @Test
  void aRefusalNeverChangesTheState() {
    for (Ran ran : RAN) {
      if (ran.cell().startsWith("✗")) {
        assertThat(ran.scenario().state()).isEqualTo(Samples.of(ran.state()).scenario().state());
      }
    }
  }

  @Test
  void factsReadInAxpAsTheTableSays() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (Ran ran : RAN) {
      boolean plain = ran.state().equals("Plain");
      ran.scenario()
          .history()
          .forEach(
              h ->
                  h.events()
                      .forEach(
                          e -> {
                            Optional<AxpEvent> axp = AxpEvent.of(e, plain);
                            found.put(
                                variant(e, plain),
                                List.of(
                                    axp.map(AxpEvent::type).orElse("not shown"),
                                    axp.map(shown -> shown.status().name()).orElse(""),
                                    axp.flatMap(AxpEvent::waitingReason).orElse("")));
                          }));
    }

    assertThat(document.table("Facts in AXP").rows()).containsExactlyInAnyOrderEntriesOf(found);
  }

  private static String variant(Event event, boolean plain) {
    String name = event.getClass().getSimpleName();
    return switch (event) {
      case Event.StepFailed e when e.retryAt().isPresent() -> name + ", tried again";
      case Event.StepDelivered _ when plain -> name + ", plain";
      case Event.StepAcknowledged _ when plain -> name + ", plain";
      case Event _ -> name;
    };
  }

  @Test
  void theDiagramIsDrawnFromTheTables() throws IOException {
    String drawn = drawn();
    if (Boolean.getBoolean("lifecycle.rewrite")) {
      document.withDiagram(drawn).write();
    } else if (!document.diagram().equals(drawn)) {
      fail(
          "expected the diagram in docs/lifecycle.md to be that of its tables, but it is not. If"
              + " the tables are right, redraw it with%n  %s%nIt becomes%n%s",
          REWRITE, drawn);
    }
  }

  /// From which state to which, by what. What ends a step leads to whatever the plan has next.
  private static String drawn() {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    Set<String> onwards = new TreeSet<>();
    for (Ran ran : RAN) {
      if (ran.scenario().decision() instanceof Decision.Accept accept) {
        boolean goesOn =
            accept.happened().events().stream().anyMatch(LifecycleMatrixTest::endsAStep);
        String after = node(accept.after());
        if (goesOn) {
          onwards.add("  Next --> " + after);
        }
        String arrow = "  " + node(ran.state()) + " --> " + (goesOn ? "Next" : after);
        arrows.computeIfAbsent(arrow, _ -> new LinkedHashSet<>()).add(ran.command());
      }
    }
    return "stateDiagram-v2\n"
        + "  direction TB\n"
        + "  state Next <<choice>>\n"
        + "  [*] --> None\n"
        + arrows.entrySet().stream()
            .map(arrow -> arrow.getKey() + ": " + String.join("<br/>", plain(arrow.getValue())))
            .collect(joining("\n"))
        + "\n"
        + String.join("\n", onwards)
        + "\n  Ended --> [*]: RETIREMENT\n";
  }

  private static boolean endsAStep(Event event) {
    return switch (event) {
      case Event.IntentSubmitted _,
          Event.StepCompleted _,
          Event.StepTimedOut _,
          Event.TaskDecided _,
          Event.TaskExpired _,
          Event.DelayElapsed _ ->
          true;
      case Event.StepFailed failed -> failed.retryAt().isEmpty();
      case Event _ -> false;
    };
  }

  /// One command of a kind is enough in a picture: `complete`, not also `complete on the intent`.
  private static List<String> plain(Set<String> commands) {
    return commands.stream()
        .filter(
            command ->
                commands.stream()
                    .noneMatch(
                        other ->
                            command.startsWith(other + " ") || command.startsWith(other + ", ")))
        .toList();
  }

  private static String node(String row) {
    String state = row.contains(",") ? row.substring(0, row.indexOf(',')) : row;
    return state.equals("Plain") ? "Agent" : state;
  }

  private static String node(Intent.Known known) {
    return switch (known) {
      case Intent.Running running ->
          switch (running.work()) {
            case Work.AgentRun _ -> "Agent";
            case Work.Retry _ -> "Retry";
            case Work.Delay _ -> "Delay";
            case Work.Between _ -> throw new AssertionError("nothing under way after " + running);
          };
      case Intent.Waiting _ -> "Task";
      case Intent.Ended _ -> "Ended";
    };
  }

  private static List<String> names(Set<Rejection.Code> codes) {
    return codes.stream().map(Enum::name).toList();
  }
}
