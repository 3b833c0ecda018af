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

class OpenTaskRowTest {
  private static final Assignee[] NOBODY = {};
  private static final Assignee[] SEVERAL = {
    new Assignee.Person("zoë@example.com"), new Assignee.Role("sre_oncall"), new Assignee.Role("")
  };

  static Stream<OpenTask> tasks() {
    return Stream.of(
        task(Optional.of(START.plusNanos(123_456_000)), SEVERAL),
        task(Optional.empty(), SEVERAL),
        task(Optional.of(START), NOBODY));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aTaskIsReadBackAsItWasWritten(OpenTask task) {
    assertThat(OpenTaskRow.task(key(task), OpenTaskRow.encode(task))).isEqualTo(task);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void whereItIsListedIsReadWithoutTheRest(OpenTask task) {
    byte[] row = OpenTaskRow.encode(task);
    byte[] json = OpenTaskCodec.encode(task);
    for (int i = 1; i <= json.length; i++) {
      row[row.length - i] = 'x';
    }

    assertThat(OpenTaskRow.listing(key(task), row)).isEqualTo(Listing.of(task));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aRowOfBeforeThatHadOnlyTheJsonIsReadToo(OpenTask task) {
    byte[] row = OpenTaskCodec.encode(task);

    assertThat(OpenTaskRow.task(key(task), row)).isEqualTo(task);
    assertThat(OpenTaskRow.listing(key(task), row)).isEqualTo(Listing.of(task));
  }

  @Test
  void aRowOfBeforeThatDidNotSayWhomTheIntentIsAddressedToIsReadToo() {
    OpenTask task = task(Optional.empty(), SEVERAL);
    String row = new String(OpenTaskCodec.encode(task), StandardCharsets.UTF_8);
    String addressed = "\"to\":\"" + task.to() + "\",";

    OpenTask read =
        OpenTaskRow.task(key(task), row.replace(addressed, "").getBytes(StandardCharsets.UTF_8));

    assertThat(row).contains(addressed);
    assertThat(read.to()).isEmpty();
    assertThat(read.title()).isEqualTo(task.title());
  }

  /// A line shows the type and judges nothing by it, so one of a later version stays what it is.
  @Test
  void aTypeThatThisVersionDoesNotKnowIsNotTakenForAnother() {
    OpenTask task = task(Optional.empty(), SEVERAL);
    String row = new String(OpenTaskCodec.encode(task), StandardCharsets.UTF_8);

    OpenTask read =
        OpenTaskRow.task(
            key(task),
            row.replace("\"approval\"", "\"second_look\"").getBytes(StandardCharsets.UTF_8));

    assertThat(task.type()).isEqualTo("approval");
    assertThat(read.type()).isEqualTo("second_look");
  }

  @Test
  void otherBytesAreRefused() {
    OpenTask task = task(Optional.empty(), NOBODY);

    assertThatThrownBy(() -> OpenTaskRow.task(key(task), new byte[] {7}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected an open task")
        .hasMessageContaining("7");
    assertThatThrownBy(() -> OpenTaskRow.listing(key(task), new byte[] {7}))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Bytes key(OpenTask task) {
    return TaskKeys.task(task.intent());
  }

  private static OpenTask task(Optional<Instant> due, Assignee... assignees) {
    return OpenTask.of(created(intent(1)).opened(question(assignees), due).view()).orElseThrow();
  }
}
