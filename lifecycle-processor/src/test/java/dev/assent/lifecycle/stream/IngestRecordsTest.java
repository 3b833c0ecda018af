package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.delivery.Delivery;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The records on the public topics as such: their bytes and their keys.
class IngestRecordsTest {
  private final Flow flow = new Flow();

  @BeforeAll
  static void directory() {
    IngestTest.directory();
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private void submit(byte[] value) {
    flow.submit(value, IngestTest.signed(IngestTest.SIGNER, value));
  }

  private Delivery delivered() {
    submit(flow.wire.submissions().encode(IngestTest.request()));
    return flow.deliveries().getLast();
  }

  /// Records that are not what the topic is for.
  private static List<byte[]> bad(byte[] good, byte[] ofAnotherSubject) {
    return List.of(
        new byte[] {1, 2, 3},
        new byte[] {0, 0x7f, 0, 0, 1, 9},
        Arrays.copyOf(good, good.length - 3),
        ofAnotherSubject,
        new byte[0]);
  }

  private List<TestRecord<byte[], byte[]>> deadLetters(String origin, String otherSubject) {
    List<TestRecord<byte[], byte[]>> letters = flow.deadLetters();
    assertThat(letters)
        .allSatisfy(letter -> assertThat(header(letter, "assent.origin.topic")).isEqualTo(origin));
    assertThat(letters)
        .extracting(letter -> header(letter, "assent.cause"))
        .anySatisfy(cause -> assertThat(cause).contains("byte 0"))
        .anySatisfy(cause -> assertThat(cause).contains("none with id"))
        .anySatisfy(cause -> assertThat(cause).contains(otherSubject))
        .anySatisfy(cause -> assertThat(cause).contains("empty"));
    return letters;
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(
        Objects.requireNonNull(record.headers().lastHeader(name)).value(), StandardCharsets.UTF_8);
  }

  @Test
  void aSubmissionThatCannotBeRead_isADeadLetter_andTheNextOneIsTaken() {
    byte[] good = flow.wire.submissions().encode(IngestTest.request());
    byte[] report = flow.wire.reports().encode(IngestTest.report(delivered(), "COMPLETE", "{}"));
    List<byte[]> bad = bad(good, report);
    flow.skipOutput();

    bad.forEach(this::submit);

    assertThat(deadLetters("assent.submissions", "wire.avro.Report"))
        .hasSize(bad.size())
        .allSatisfy(
            letter ->
                assertThat(letter.headers().lastHeader("assent-signature"))
                    .as("what it came with")
                    .isNotNull());
    submit(good);
    assertThat(flow.results()).last().isInstanceOf(Result.Accepted.class);
    assertThat(flow.happened()).as("of the good one").hasSize(1);
  }

  @Test
  void aReportThatCannotBeRead_isADeadLetter_andTheNextOneIsTaken() {
    byte[] good = flow.wire.reports().encode(IngestTest.report(delivered(), "COMPLETE", "{}"));
    byte[] submission = flow.wire.submissions().encode(IngestTest.request());
    List<byte[]> bad = bad(good, submission);

    bad.forEach(flow::report);

    assertThat(deadLetters("assent.reports", "wire.avro.Submit")).hasSize(bad.size());
    flow.report(good);
    assertThat(flow.results())
        .last()
        .extracting(result -> ((Result.Accepted) result).status())
        .isEqualTo(Status.COMPLETED);
  }

  @Test
  void aRecordTooLargeForADeadLetter_leavesOneThatTellsWhereItIs() {
    byte[] huge = new byte[3_000_000];

    flow.submit(huge, new RecordHeaders());
    flow.report(huge);

    List<TestRecord<byte[], byte[]>> letters = flow.deadLetters();
    assertThat(letters)
        .extracting(letter -> header(letter, "assent.origin.topic"))
        .containsExactly("assent.submissions", "assent.reports");
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.value()).isEmpty();
              assertThat(header(letter, "assent.cause")).contains("1000000").contains("3000000");
            });
  }

  @Test
  void theRecordsKey_changesNothing() {
    for (byte[] key :
        List.of(new byte[0], new byte[] {0, -1}, "change-42".getBytes(StandardCharsets.UTF_8))) {
      byte[] value = flow.wire.submissions().encode(IngestTest.keyed("one"));
      flow.submit(key, value, IngestTest.signed(IngestTest.SIGNER, value));
    }
    PublicRequest.Submit without = IngestTest.keyed("one");
    submit(flow.wire.submissions().encode(without));

    List<Result> answers = flow.results();
    assertThat(answers).hasSize(4).hasOnlyElementsOfType(Result.Accepted.class);
    assertThat(answers).extracting(Result::intent).containsOnly(answers.getFirst().intent());
    assertThat(flow.happened()).hasSize(1);
  }
}
