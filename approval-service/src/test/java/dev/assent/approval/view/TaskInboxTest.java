package dev.assent.approval.view;

import static dev.assent.approval.view.History.created;
import static dev.assent.approval.view.History.intent;
import static dev.assent.approval.view.History.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.contract.value.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskInboxTest {
  private static final Assignee ONCALL = new Assignee.Role("sre_oncall");

  private final MemoryStores stores = new MemoryStores();
  private final MemoryCodec codec = new MemoryCodec();
  private final OpenTasks index = new OpenTasks();
  private final TaskInbox inbox = new TaskInbox(codec, index);

  @BeforeEach
  void open() {
    inbox.open(stores);
  }

  @Test
  void aTaskIsListedFromItsOpeningToItsDecision() {
    History history = created(intent(1));
    fold(history);
    assertThat(index.size()).isZero();

    fold(history.opened(ONCALL));
    assertThat(listed()).hasSize(1);

    fold(history.decided(person("ada"), "approved", Verdict.POSITIVE));
    assertThat(listed()).isEmpty();
    assertThat(stores.store(TaskInbox.OPEN).approximateNumEntries()).isZero();
  }

  @Test
  void anIntentThatHasToEndEarlierMovesItsTaskUp() {
    fold(created(intent(2)).opened(ONCALL));
    History other = created(intent(1)).opened(ONCALL);
    fold(other);
    assertThat(listed()).extracting(Place::intent).containsExactly(intent(2), intent(1));

    fold(other.endingBy(History.START.plusSeconds(60)));

    assertThat(listed()).extracting(Place::intent).containsExactly(intent(1), intent(2));
    assertThat(listed().getFirst().dueMicros()).isEqualTo(micros(60));
    fold(other.endingBy(History.START.plusSeconds(99_999)));
    assertThat(listed().getLast().dueMicros())
        .as("its own deadline comes first again")
        .isEqualTo(micros(3601));
  }

  private static long micros(long seconds) {
    return History.START.plusSeconds(seconds).getEpochSecond() * 1_000_000;
  }

  @Test
  void theWholeHistoryOfADecidedTaskCanBeRead() {
    History history =
        created(intent(1))
            .opened(ONCALL)
            .decided(person("ada"), "approved", Verdict.POSITIVE)
            .then(new Event.IntentCompleted(Json.EMPTY, Optional.empty()));
    fold(history);

    assertThat(TaskInbox.read(stores.store(TaskInbox.FACTS), intent(1), codec))
        .isEqualTo(history.batches());
  }

  @Test
  void oneIntentsFactsAreNotMixedWithItsNeighbours() {
    fold(created(intent(1)).opened(ONCALL));
    fold(created(intent(2)).opened(ONCALL));

    List<Happened> facts = TaskInbox.read(stores.store(TaskInbox.FACTS), intent(2), codec);

    assertThat(facts).hasSize(2).allMatch(happened -> happened.intent().equals(intent(2)));
  }

  @Test
  void factsThatComeAgainChangeNothing() {
    History history = created(intent(1)).opened(ONCALL);
    fold(history);
    fold(history);
    assertThat(listed()).hasSize(1);

    history.decided(person("ada"), "approved", Verdict.POSITIVE);
    fold(history);
    fold(history);
    assertThat(listed()).isEmpty();
  }

  @Test
  void theListIsRebuiltFromTheStore() {
    fold(created(intent(1)).opened(ONCALL));
    fold(created(intent(2)).opened(ONCALL).decided(person("ada"), "approved", Verdict.POSITIVE));
    OpenTasks fresh = new OpenTasks();

    new TaskInbox(codec, fresh).open(stores);

    assertThat(fresh.decidableBy(person("ada", "sre_oncall"), Optional.empty(), 10))
        .extracting(Place::intent)
        .containsExactly(intent(1));
  }

  @Test
  void aLostPartitionLeavesTheList() {
    fold(created(intent(1)).opened(ONCALL));

    inbox.close();

    assertThat(listed()).isEmpty();
  }

  @Test
  void intentsThatNeverAskPeopleAreNotKept() {
    History plain =
        created(intent(1), History.WORKSPACE, History.plainPlan())
            .then(new Event.IntentCompleted(Json.EMPTY, Optional.empty()));
    fold(plain);

    assertThat(stores.store(TaskInbox.FACTS).approximateNumEntries()).isZero();
  }

  @Test
  void anEscalatedTaskIsListedForThoseItWasEscalatedToAsWell() {
    Assignee lead = new Assignee.Person("lead");
    fold(created(intent(1)).opened(ONCALL).reminded(1).escalated(lead));

    assertThat(listed()).hasSize(1);
    assertThat(index.decidableBy(person("lead"), Optional.empty(), 10)).hasSize(1);
    assertThat(index.decidableBy(person("other"), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void factsAreKeptAsTheyAreOnTheTopic() {
    Happened first = created(intent(1)).last();
    byte[] record = codec.encode(first);

    inbox.fold(first, record);

    assertThat(stores.store(TaskInbox.FACTS).get(TaskKeys.facts(intent(1), 1))).isSameAs(record);
  }

  @Test
  void theNextFactsOfAnIntentAreFoldedWithoutReadingThoseBefore() {
    TaskInbox writing = new TaskInbox(MemoryCodec.unreadable(), index);
    writing.open(stores);
    History history = created(intent(1)).opened(ONCALL).reminded(1);
    history.batches().forEach(batch -> writing.fold(batch, codec.encode(batch)));
    assertThat(listed()).hasSize(1);

    Happened decided = history.decided(person("ada"), "approved", Verdict.POSITIVE).last();
    writing.fold(decided, codec.encode(decided));

    assertThat(listed()).isEmpty();
  }

  @Test
  void afterARestartAnIntentGoesOnFromWhatIsStored() {
    History history = created(intent(1)).opened(ONCALL);
    fold(history);
    inbox.close();
    inbox.open(stores);

    Happened decided = history.decided(person("ada"), "approved", Verdict.POSITIVE).last();
    inbox.fold(decided, codec.encode(decided));

    assertThat(listed()).isEmpty();
  }

  @Test
  void oldFactsThatComeAgainAfterARestartOpenNothing() {
    History history =
        created(intent(1)).opened(ONCALL).decided(person("ada"), "approved", Verdict.POSITIVE);
    fold(history);
    inbox.close();
    inbox.open(stores);

    history.batches().subList(0, 2).forEach(batch -> inbox.fold(batch, codec.encode(batch)));

    assertThat(listed()).isEmpty();
    assertThat(TaskInbox.read(stores.store(TaskInbox.FACTS), intent(1), codec)).hasSize(3);
  }

  private List<Place> listed() {
    return index.decidableBy(person("ada", "sre_oncall"), Optional.empty(), 10);
  }

  private void fold(History history) {
    history.batches().forEach(batch -> inbox.fold(batch, codec.encode(batch)));
  }
}
