package dev.assent.approval.view;

import static dev.assent.approval.view.History.START;
import static dev.assent.approval.view.History.created;
import static dev.assent.approval.view.History.intent;
import static dev.assent.approval.view.History.person;
import static dev.assent.approval.view.History.question;
import static dev.assent.approval.view.History.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.Eligibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenTasksTest {
  private static final Assignee ONCALL = new Assignee.Role("sre_oncall");
  private static final Assignee ADA = new Assignee.Person("ada");

  private final OpenTasks tasks = new OpenTasks();

  @Test
  void aPersonSeesWhatTheyTheirRolesAndEveryoneWereAsked() {
    put(1, 10, ADA);
    put(2, 20, ONCALL);
    put(3, 30);
    put(4, 40, new Assignee.Role("finance"));
    put(5, 50, new Assignee.Person("bob"));

    assertThat(listed(person("ada", "sre_oncall"))).containsExactly(1, 2, 3);
    assertThat(listed(person("bob"))).containsExactly(3, 5);
  }

  @Test
  void whoHoldsEveryRoleSeesEveryRolesTasks() {
    put(1, 10, ONCALL);
    put(2, 20, new Assignee.Role("finance"));
    put(3, 30, new Assignee.Person("bob"));

    assertThat(listed(person("root", "*"))).containsExactly(1, 2);
  }

  @Test
  void whatIsListedIsWhatAsksThePerson() {
    List<List<Assignee>> questions =
        List.of(
            List.of(),
            List.of(ADA),
            List.of(ONCALL),
            List.of(new Assignee.Role("finance"), new Assignee.Person("bob")),
            List.of(new Assignee.Role("*")),
            List.of(new Assignee.Person("*")));
    for (int i = 0; i < questions.size(); i++) {
      put(i + 1, 10 + i, questions.get(i).toArray(Assignee[]::new));
    }

    for (Principal who :
        List.of(
            person("ada"),
            person("bob", "sre_oncall"),
            person("eve", "finance", "sre_oncall"),
            person("root", "*"),
            person("*"))) {
      List<Integer> asked =
          IntStream.range(0, questions.size())
              .filter(i -> new Eligibility(questions.get(i), List.of()).asks(who))
              .mapToObj(i -> i + 1)
              .toList();
      assertThat(listed(who)).as(who.described()).isEqualTo(asked);
    }
  }

  @Test
  void aTaskAskedOfAPersonTwiceIsListedOnce() {
    put(1, 10, ADA, ONCALL);

    assertThat(listed(person("ada", "sre_oncall"))).containsExactly(1);
  }

  @Test
  void whatIsDueFirstComesFirstAndWhatIsNeverDueLast() {
    put(task(1, Optional.empty(), ADA));
    put(2, 300, ADA);
    put(3, 20, ADA);

    assertThat(listed(person("ada"))).containsExactly(3, 2, 1);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepeat() {
    for (int i = 1; i <= 7; i++) {
      put(i, 100 - i, i % 2 == 0 ? ADA : ONCALL);
    }
    Principal ada = person("ada", "sre_oncall");

    List<Integer> seen = new ArrayList<>();
    Optional<Place> after = Optional.empty();
    for (List<Place> page = tasks.decidableBy(ada, after, 3);
        !page.isEmpty();
        page = tasks.decidableBy(ada, after, 3)) {
      page.forEach(place -> seen.add(number(place)));
      after = Optional.of(Place.parse(page.getLast().cursor()));
    }

    assertThat(seen).containsExactly(7, 6, 5, 4, 3, 2, 1);
  }

  @Test
  void aCursorGoesOnWhereItsTaskWasThoughItIsGone() {
    put(1, 10, ADA);
    put(2, 20, ADA);
    Place first = tasks.decidableBy(person("ada"), Optional.empty(), 1).getFirst();
    tasks.remove(intent(1));

    assertThat(tasks.decidableBy(person("ada"), Optional.of(first), 1))
        .extracting(OpenTasksTest::number)
        .containsExactly(2);
  }

  @Test
  void aTaskWithANewDueTimeMoves() {
    put(1, 10, ADA);
    put(2, 20, ADA);
    put(1, 30, ADA);

    assertThat(listed(person("ada"))).containsExactly(2, 1);
    assertThat(tasks.size()).isEqualTo(2);
  }

  @Test
  void anotherWorkspacesTasksAreInvisible() {
    TaskLine foreign =
        TaskLine.of(
                created(intent(1), new Workspace("acme", "other"), History.plan(Optional.empty()))
                    .opened()
                    .view())
            .orElseThrow();
    put(foreign);

    assertThat(listed(person("root", "*"))).isEmpty();
    assertThat(tasks.all(History.WORKSPACE, Optional.empty(), 10)).isEmpty();
    assertThat(tasks.all(foreign.workspace(), Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void whenTheViewClosesNothingIsListed() {
    put(task(1, Optional.empty(), ADA));
    put(task(2, Optional.empty(), ADA));

    tasks.clear();

    assertThat(listed(person("ada"))).isEmpty();
    assertThat(tasks.size()).isZero();
  }

  @Test
  void aTextThatIsNoCursorIsRefused() {
    assertThatThrownBy(() -> Place.parse("AAAA")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Place.parse("?")).isInstanceOf(IllegalArgumentException.class);
  }

  private void put(int number, long dueSeconds, Assignee... assignees) {
    put(task(number, Optional.of(START.plus(seconds(dueSeconds))), assignees));
  }

  private void put(TaskLine task) {
    tasks.put(Listing.of(task));
  }

  private static TaskLine task(int number, Optional<Instant> due, Assignee... assignees) {
    return TaskLine.of(created(intent(number)).opened(question(assignees), due).view())
        .orElseThrow();
  }

  private List<Integer> listed(Principal person) {
    return tasks.decidableBy(person, Optional.empty(), 100).stream()
        .map(OpenTasksTest::number)
        .toList();
  }

  private static int number(Place place) {
    IntentId intent = place.intent();
    for (int i = 1; i < 100; i++) {
      if (intent(i).equals(intent)) {
        return i;
      }
    }
    throw new IllegalStateException("expected a test's intent, but got " + intent);
  }
}
