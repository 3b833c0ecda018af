package dev.assent.approval.view;

import static dev.assent.approval.view.History.START;
import static dev.assent.approval.view.History.created;
import static dev.assent.approval.view.History.intent;
import static dev.assent.approval.view.History.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.people.Assignee;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskLineRowTest {
  private static final Assignee[] NOBODY = {};
  private static final Assignee[] SEVERAL = {
    new Assignee.Person("zoë@example.com"), new Assignee.Role("sre_oncall"), new Assignee.Role("")
  };

  static Stream<TaskLine> tasks() {
    return Stream.of(
        task(Optional.of(START.plusNanos(123_456_000)), SEVERAL),
        task(Optional.empty(), SEVERAL),
        task(Optional.of(START), NOBODY));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aTaskIsReadBackAsItWasWritten(TaskLine task) {
    assertThat(TaskLineRow.task(key(task), TaskLineRow.encode(task))).isEqualTo(task);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void whereItIsListedIsReadWithoutTheRest(TaskLine task) {
    byte[] row = TaskLineRow.encode(task);
    byte[] json = TaskLineCodec.encode(task);
    for (int i = 1; i <= json.length; i++) {
      row[row.length - i] = 'x';
    }

    assertThat(TaskLineRow.listing(key(task), row)).isEqualTo(Listing.of(task));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aRowOfBeforeThatHadOnlyTheJsonIsReadToo(TaskLine task) {
    byte[] row = TaskLineCodec.encode(task);

    assertThat(TaskLineRow.task(key(task), row)).isEqualTo(task);
    assertThat(TaskLineRow.listing(key(task), row)).isEqualTo(Listing.of(task));
  }

  @Test
  void aRowOfBeforeThatDidNotSayWhomTheIntentIsAddressedToIsReadToo() {
    TaskLine task = task(Optional.empty(), SEVERAL);
    String row = new String(TaskLineCodec.encode(task), StandardCharsets.UTF_8);
    String addressed = "\"to\":\"" + task.to() + "\",";

    TaskLine read =
        TaskLineRow.task(key(task), row.replace(addressed, "").getBytes(StandardCharsets.UTF_8));

    assertThat(row).contains(addressed);
    assertThat(read.to()).isEmpty();
    assertThat(read.title()).isEqualTo(task.title());
  }

  /// A line shows the type and judges nothing by it, so one of a later version stays what it is.
  @Test
  void aTypeThatThisVersionDoesNotKnowIsNotTakenForAnother() {
    TaskLine task = task(Optional.empty(), SEVERAL);
    String row = new String(TaskLineCodec.encode(task), StandardCharsets.UTF_8);

    TaskLine read =
        TaskLineRow.task(
            key(task),
            row.replace("\"approval\"", "\"second_look\"").getBytes(StandardCharsets.UTF_8));

    assertThat(task.type()).isEqualTo("approval");
    assertThat(read.type()).isEqualTo("second_look");
  }

  @Test
  void otherBytesAreRefused() {
    TaskLine task = task(Optional.empty(), NOBODY);

    assertThatThrownBy(() -> TaskLineRow.task(key(task), new byte[] {7}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected an open task")
        .hasMessageContaining("7");
    assertThatThrownBy(() -> TaskLineRow.listing(key(task), new byte[] {7}))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Bytes key(TaskLine task) {
    return TaskKeys.task(task.intent());
  }

  private static TaskLine task(Optional<Instant> due, Assignee... assignees) {
    return TaskLine.of(created(intent(1)).opened(question(assignees), due).view()).orElseThrow();
  }
}
