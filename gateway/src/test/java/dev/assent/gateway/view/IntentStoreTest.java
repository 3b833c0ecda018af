package dev.assent.gateway.view;

import static dev.assent.gateway.view.Batches.WORKSPACE;
import static dev.assent.gateway.view.Batches.batch;
import static dev.assent.gateway.view.Batches.decided;
import static dev.assent.gateway.view.Batches.id;
import static dev.assent.gateway.view.Batches.submittedPlain;
import static dev.assent.gateway.view.Batches.submittedWorkflow;
import static dev.assent.gateway.view.Batches.validated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.platform.views.ViewUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class IntentStoreTest {
  private final Disk disk = new Disk();
  private Intents intents = new Intents(new Indexes(new AgentQueues(Clock.systemUTC(), 1)));
  private IntentStore store = open();

  private IntentStore open() {
    IntentStore opened = new IntentStore(disk.codec(), intents);
    opened.open(disk);
    return opened;
  }

  /// The same disk under a new process.
  private void restart() {
    intents = new Intents(new Indexes(new AgentQueues(Clock.systemUTC(), 1)));
    store = open();
  }

  private void fold(Happened... batches) {
    for (Happened batch : batches) {
      store.fold(batch, disk.codec().encode(batch));
    }
  }

  @Test
  void whatIsFoldedIsFoundByRootAndByStep() {
    fold(submittedWorkflow(id(1)), submittedPlain(id(2)));

    assertThat(intents.find(WORKSPACE, id(1).step(1)).map(IntentView::id)).contains(id(1));
    assertThat(intents.find(WORKSPACE, id(2)).map(IntentView::status)).contains(Status.DELIVERED);
    assertThat(intents.find(WORKSPACE, id(1).step(9))).isEmpty();
    assertThat(intents.find(WORKSPACE, id(3))).isEmpty();
  }

  @Test
  void anotherWorkspaceSeesNothing() {
    fold(submittedWorkflow(id(1)));
    Workspace other = new Workspace("local", "other");

    assertThat(intents.find(other, id(1))).isEmpty();
    assertThat(intents.newest(other, Set.of(), Optional.empty(), 10).items()).isEmpty();
    assertThat(intents.indexes().tasks(other, Optional.empty(), 10).items()).isEmpty();
  }

  @Test
  void aRestartFindsTheSame() {
    fold(submittedWorkflow(id(1)), submittedPlain(id(2)), validated(id(1)));
    restart();

    assertThat(intents.find(id(1)).map(IntentView::seq)).contains(5);
    assertThat(intents.indexes().tasks(WORKSPACE, Optional.empty(), 10).items())
        .containsExactly(id(1));
    assertThat(arrivals(0)).extracting(a -> a.delivery().intent()).containsExactly(id(2));
    assertThat(
            ids(intents.newest(WORKSPACE, Set.of(Status.DELIVERED), Optional.empty(), 10).items()))
        .containsExactly(id(2));
  }

  @Test
  void replayedBatchesChangeNothing() {
    fold(submittedWorkflow(id(1)), validated(id(1)), decided(id(1)));
    restart();
    fold(submittedWorkflow(id(1)), validated(id(1)), decided(id(1)));

    assertThat(intents.find(id(1)).map(IntentView::seq)).contains(7);
    assertThat(intents.indexes().tasks(WORKSPACE, Optional.empty(), 10).items()).isEmpty();
    assertThat(arrivals(0)).isEmpty();
  }

  @Test
  void howManyLiveInEachStatus_andSinceWhenPeopleAreAskedLongest_isKnownWithoutLooking() {
    Instant asked = validated(id(1)).at();
    fold(submittedWorkflow(id(1)), submittedWorkflow(id(2)), submittedPlain(id(3)));
    assertThat(intents.indexes().count(Status.DELIVERED)).isEqualTo(1);
    assertThat(intents.indexes().count(Status.WAITING)).isEqualTo(2);
    assertThat(intents.indexes().oldestTask()).isEmpty();

    fold(at(50, validated(id(1))), at(70, validated(id(2))));
    restart();
    assertThat(intents.indexes().count(Status.DELIVERED)).isEqualTo(1);
    assertThat(intents.indexes().count(Status.WAITING)).isEqualTo(2);
    assertThat(intents.indexes().oldestTask()).contains(asked.plusSeconds(50));

    fold(decided(id(1)));
    assertThat(intents.indexes().count(Status.WAITING)).isEqualTo(1);
    assertThat(intents.indexes().oldestTask()).contains(asked.plusSeconds(70));

    store.close();
    assertThat(intents.indexes().count(Status.WAITING)).isZero();
    assertThat(intents.indexes().oldestTask()).isEmpty();
  }

  @Test
  void aHistoryWithoutItsBeginningIsRefused() {
    assertThatThrownBy(() -> fold(validated(id(1))))
        .hasMessageContaining("expected the history of " + id(1));
  }

  @Test
  void aListIsNewestFirstAndBoundByStatusAndLimit() {
    for (int i = 1; i <= 5; i++) {
      fold(at(100L * i, submittedWorkflow(id(i))));
    }
    fold(validated(id(2)), decided(id(2)), batch(id(3), 4, new Event.IntentCanceled("")));

    assertThat(ids(intents.newest(WORKSPACE, Set.of(), Optional.empty(), 3).items()))
        .containsExactly(id(5), id(4), id(3));
    assertThat(ids(intents.newest(WORKSPACE, Set.of(Status.WAITING), Optional.empty(), 10).items()))
        .containsExactly(id(5), id(4), id(1));
    assertThat(
            ids(intents.newest(WORKSPACE, Set.of(Status.COMPLETED), Optional.empty(), 10).items()))
        .containsExactly(id(2));
    assertThat(
            ids(
                intents
                    .newest(WORKSPACE, Set.of(Status.CANCELED, Status.WAITING), Optional.empty(), 2)
                    .items()))
        .containsExactly(id(5), id(4));
    Instant middle = Batches.START.plusSeconds(450);
    assertThat(intents.indexes().olderThan(WORKSPACE, Set.of(Status.WAITING), middle, 10))
        .containsExactly(id(1), id(4));
  }

  @Test
  void aListThatIsReadInPartsIsTheWholeList() {
    for (int i = 1; i <= 7; i++) {
      fold(at(100L * i, submittedWorkflow(id(i))));
    }
    fold(batch(id(2), 4, new Event.IntentCanceled("")));
    fold(batch(id(5), 4, new Event.IntentCanceled("")));
    fold(batch(id(6), 4, new Event.IntentCanceled("")));
    for (Set<Status> statuses :
        List.of(Set.<Status>of(), Set.of(Status.CANCELED), Set.of(Status.WAITING))) {
      List<IntentId> whole =
          ids(intents.newest(WORKSPACE, statuses, Optional.empty(), 100).items());
      for (int size = 1; size <= 8; size++) {
        List<IntentId> parts = new ArrayList<>();
        Optional<Position> next = Optional.empty();
        do {
          Page<IntentView> page = intents.newest(WORKSPACE, statuses, next, size);
          assertThat(page.items()).hasSizeLessThanOrEqualTo(size);
          parts.addAll(ids(page.items()));
          next = page.next().map(Position::cursor).map(Position::parse);
        } while (next.isPresent());
        assertThat(parts).as("%d of %s at a time", size, statuses).isEqualTo(whole);
      }
    }
  }

  @Test
  void whatWasNotLookedAtIsLeftToTheNextPart() {
    List<Position> found = List.of(place(9), place(7), place(4));

    assertThat(Intents.page(found, 10, Optional.empty()))
        .isEqualTo(new Page<>(found, Optional.empty()));
    assertThat(Intents.page(found, 10, Optional.of(place(5))))
        .isEqualTo(new Page<>(List.of(place(9), place(7)), Optional.of(place(5))));
    assertThat(Intents.page(found, 1, Optional.of(place(5))))
        .isEqualTo(new Page<>(List.of(place(9)), Optional.of(place(9))));
    assertThat(Intents.page(List.of(), 1, Optional.of(place(5))).next()).hasValue(place(5));
  }

  private static Position place(long micros) {
    return new Position(micros, id(1));
  }

  @Test
  void openTasksAreReadInParts() {
    for (int i = 1; i <= 3; i++) {
      fold(at(100L * i, submittedWorkflow(id(i))), validated(id(i)));
    }
    Page<IntentId> first = intents.indexes().tasks(WORKSPACE, Optional.empty(), 2);
    Page<IntentId> second = intents.indexes().tasks(WORKSPACE, first.next(), 2);

    assertThat(first.items()).hasSize(2);
    assertThat(second.next()).isEmpty();
    assertThat(Stream.concat(first.items().stream(), second.items().stream()))
        .containsExactlyInAnyOrder(id(1), id(2), id(3));
  }

  @Test
  void openTasksAreThoseOfThePersonAndGoWithTheDecision() {
    fold(submittedWorkflow(id(1)), validated(id(1)));
    Principal approver =
        new Principal(
            Principal.Kind.PERSON,
            "ann",
            WORKSPACE,
            Set.of(Scope.APPROVER),
            Set.of(),
            "api_key:ak_2",
            Optional.empty());
    assertThat(intents.indexes().tasksFor(approver, Optional.empty(), 10).items())
        .containsExactly(id(1));

    fold(decided(id(1)));

    assertThat(intents.indexes().tasksFor(approver, Optional.empty(), 10).items()).isEmpty();
  }

  @Test
  void whenTheViewClosesNothingOfItIsKeptInMemory() {
    fold(submittedWorkflow(id(1)), submittedPlain(id(2)), validated(id(1)));

    store.close();

    assertThatThrownBy(() -> intents.find(id(1))).isInstanceOf(ViewUnavailableException.class);
    assertThat(intents.indexes().tasks(WORKSPACE, Optional.empty(), 10).items()).isEmpty();
    assertThat(arrivals(0)).isEmpty();
  }

  @Test
  void aBatchIsKeptAsItIsOnTheTopic() {
    byte[] record = disk.codec().encode(submittedPlain(id(1)));

    store.fold(submittedPlain(id(1)), record);

    assertThat(rows().get(Keys.batch(id(1), 1))).isSameAs(record);
  }

  @Test
  void aStartReadsNoHistory() {
    fold(submittedWorkflow(id(1)), validated(id(1)), submittedPlain(id(2)));
    intents = new Intents(new Indexes(new AgentQueues(Clock.systemUTC(), 1)));

    new IntentStore(Disk.unreadable(), intents).open(disk);

    assertThat(intents.indexes().tasks(WORKSPACE, Optional.empty(), 10).items())
        .containsExactly(id(1));
    assertThat(intents.indexes().threads(WORKSPACE, Batches.AGENT.toString(), Batches.START))
        .containsExactlyInAnyOrder(id(1), id(2));
    assertThat(arrivals(0)).extracting(a -> a.delivery().intent()).containsExactly(id(2));
  }

  @Test
  void aStartNumbersWhatAgentsHaveToAnswerByAge() {
    fold(at(0, submittedPlain(id(2))), at(1, submittedPlain(id(3))), at(2, submittedPlain(id(1))));

    restart();

    assertThat(arrivals(0))
        .extracting(a -> a.delivery().intent())
        .containsExactly(id(2), id(3), id(1));
  }

  @Test
  void theRowsOfAnEarlierVersionAreTakenOver() {
    fold(submittedWorkflow(id(1)), submittedPlain(id(2)), validated(id(1)), decided(id(1)));
    fold(at(100, submittedWorkflow(id(3))), validated(id(3)));
    asAnEarlierVersionWroteIt(at(100, submittedWorkflow(id(3))), "-");
    asAnEarlierVersionWroteIt(submittedPlain(id(2)), "-");
    asAnEarlierVersionWroteIt(submittedWorkflow(id(1)), "COMPLETED");

    restart();

    assertThat(ids(intents.newest(WORKSPACE, Set.of(), Optional.empty(), 10).items()).getFirst())
        .isEqualTo(id(3));
    assertThat(ids(intents.newest(WORKSPACE, Set.of(), Optional.empty(), 10).items()))
        .containsExactlyInAnyOrder(id(1), id(2), id(3));
    assertThat(intents.indexes().tasks(WORKSPACE, Optional.empty(), 10).items())
        .containsExactly(id(3));
    assertThat(arrivals(0)).extracting(a -> a.delivery().intent()).containsExactly(id(2));
  }

  private void asAnEarlierVersionWroteIt(Happened first, String row) {
    Position age = Position.of(first.at(), first.intent());
    rows().delete(Keys.layout());
    rows().delete(Keys.live(age));
    rows().put(Keys.listing(WORKSPACE, age), row.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void liveRowsOfAnotherLayoutAreMadeAnewFromTheFacts() {
    fold(submittedWorkflow(id(1)), validated(id(1)), submittedPlain(id(2)));
    List<KeyValue<Bytes, byte[]>> written = liveRows();
    written.forEach(row -> rows().put(row.key, "{}".getBytes(StandardCharsets.UTF_8)));
    rows().put(Keys.layout(), new byte[] {1});

    restart();

    assertThat(liveRows()).usingRecursiveComparison().isEqualTo(written);
    assertThat(rows().get(Keys.layout())).containsExactly(LiveCodec.LAYOUT);
    assertThat(intents.indexes().tasks(WORKSPACE, Optional.empty(), 10).items())
        .containsExactly(id(1));
    assertThat(arrivals(0)).extracting(a -> a.delivery().intent()).containsExactly(id(2));
  }

  private List<KeyValue<Bytes, byte[]>> liveRows() {
    List<KeyValue<Bytes, byte[]>> all = new ArrayList<>();
    try (var live = rows().range(Keys.anyLive(true), Keys.anyLive(false))) {
      live.forEachRemaining(all::add);
    }
    return all;
  }

  @Test
  void anEndedIntentIsNoLongerAmongThoseThatLive() {
    fold(submittedWorkflow(id(1)), validated(id(1)), decided(id(1)));

    try (var live = rows().range(Keys.anyLive(true), Keys.anyLive(false))) {
      assertThat(live.hasNext()).isFalse();
    }
  }

  private List<AgentQueues.Arrival> arrivals(long cursor) {
    return intents
        .indexes()
        .queues()
        .after(new AgentQueues.Key(WORKSPACE, Batches.AGENT), cursor, 100);
  }

  private static Happened at(long laterSeconds, Happened batch) {
    return new Happened(
        batch.intent(),
        batch.workspace(),
        batch.firstSeq(),
        batch.at().plusSeconds(laterSeconds),
        batch.actor(),
        batch.door(),
        batch.cause(),
        batch.body(),
        batch.events());
  }

  private KeyValueStore<Bytes, byte[]> rows() {
    return disk.store(IntentStore.NAME);
  }

  private static List<IntentId> ids(List<IntentView> views) {
    return views.stream().map(IntentView::id).toList();
  }
}
