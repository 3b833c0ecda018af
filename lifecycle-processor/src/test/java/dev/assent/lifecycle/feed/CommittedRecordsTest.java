package dev.assent.lifecycle.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Batches as a broker sends them, in every compression: what comes out, and how much.
class CommittedRecordsTest {
  private static final TopicPartition PARTITION = new TopicPartition("assent.submissions", 0);
  private static final long FIRST = 100;

  private static Compression compression(String name) {
    return switch (name) {
      case "none" -> Compression.NONE;
      case "gzip" -> Compression.gzip().build();
      case "snappy" -> Compression.snappy().build();
      case "lz4" -> Compression.lz4().build();
      default -> Compression.zstd().build();
    };
  }

  private static MemoryRecords batch(String codec, Consumer<MemoryRecordsBuilder> fill) {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(4_096), compression(codec), TimestampType.CREATE_TIME, FIRST);
    fill.accept(builder);
    return builder.build();
  }

  private static List<Lot> lots(long from, MemoryRecords records) {
    return lots(new CommittedRecords(PARTITION, from, records, null));
  }

  private static List<Lot> lots(CommittedRecords records) {
    List<Lot> lots = new ArrayList<>();
    while (!records.done()) {
      lots.add(records.lot());
    }
    return lots;
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(List<Lot> lots) {
    return lots.stream().flatMap(lot -> lot.records().stream()).toList();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void ordinaryRecords_comeAsTheyWereWritten(String codec) {
    Header[] headers = {new RecordHeader("assent-signer", new byte[] {1, 2})};
    MemoryRecords records =
        batch(
            codec,
            builder -> {
              builder.append(new SimpleRecord(7L, text("k"), text("one"), headers));
              builder.append(new SimpleRecord(8L, (byte[]) null, null, new Header[0]));
            });

    List<ConsumerRecord<byte[], byte[]>> all = all(lots(FIRST, records));

    assertThat(all).extracting(ConsumerRecord::offset).containsExactly(FIRST, FIRST + 1);
    assertThat(all).extracting(ConsumerRecord::timestamp).containsExactly(7L, 8L);
    assertThat(all.getFirst().key()).isEqualTo(text("k"));
    assertThat(all.getFirst().value()).isEqualTo(text("one"));
    assertThat(all.getFirst().headers().lastHeader("assent-signer").value()).containsExactly(1, 2);
    assertThat(all.getLast().key()).isNull();
    assertThat(all.getLast().value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void aRecordThatIsHugeWhenDecompressed_isPassedOver_andTheNextOneComes(String codec) {
    MemoryRecords records =
        batch(
            codec,
            builder -> {
              builder.append(1L, null, new byte[8_000_000]);
              builder.append(1L, null, text("after it"));
            });

    List<ConsumerRecord<byte[], byte[]>> all = all(lots(FIRST, records));

    assertThat(all).extracting(ConsumerRecord::offset).containsExactly(FIRST, FIRST + 1);
    assertThat(all.getFirst().value()).isEmpty();
    assertThat(cause(all.getFirst())).contains("1048588").contains("80000");
    assertThat(all.getLast().value()).isEqualTo(text("after it"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void aBatchThatIsHugeWhenDecompressed_isReadToItsBound_andLeftBehindFromThere(String codec) {
    MemoryRecords records =
        batch(
            codec,
            builder -> {
              for (int i = 0; i < 40; i++) {
                builder.append(1L, null, new byte[999_000]);
              }
            });

    List<Lot> lots = lots(FIRST, records);

    assertThat(lots).allSatisfy(lot -> assertThat(lot.records()).hasSizeLessThanOrEqualTo(2));
    List<ConsumerRecord<byte[], byte[]>> all = all(lots);
    assertThat(all).hasSize(17);
    assertThat(cause(all.getLast())).contains("offsets 116 to 139");
    assertThat(lots.getLast().next()).isEqualTo(FIRST + 40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void moreRecordsThanGenuineOnesCanBeInABatch_areOneDeadLetter(String codec) {
    MemoryRecords records =
        batch(
            codec,
            builder -> {
              for (int i = 0; i < Bounds.BATCH_RECORDS_MAX + 1; i++) {
                builder.append(1L, null, new byte[0]);
              }
            });

    List<Lot> lots = lots(FIRST, records);

    assertThat(all(lots)).hasSize(1);
    assertThat(cause(all(lots).getFirst())).contains("records in a batch");
    assertThat(lots.getLast().next()).isEqualTo(FIRST + Bounds.BATCH_RECORDS_MAX + 1);
  }

  @Test
  void manySmallRecords_comeInLots() {
    MemoryRecords records =
        batch(
            "zstd",
            builder -> {
              for (int i = 0; i < 1_200; i++) {
                builder.append(1L, null, text("r" + i));
              }
            });

    assertThat(lots(FIRST, records))
        .extracting(lot -> lot.records().size())
        .containsExactly(500, 500, 200);
  }

  @Test
  void aRecordOfHeadersAlone_isPassedOver() {
    Header[] many = new Header[50_000];
    java.util.Arrays.fill(many, new RecordHeader("h", new byte[0]));
    MemoryRecords records =
        batch("zstd", builder -> builder.append(new SimpleRecord(1L, null, text("v"), many)));

    assertThat(cause(all(lots(FIRST, records)).getFirst())).contains("headers");
  }

  @Test
  void theFeedsOwnHeader_cannotBeSentByAProducer() {
    Header[] forged = {new RecordHeader(LeftBehind.CAUSE, text("a lie"))};
    MemoryRecords records =
        batch("none", builder -> builder.append(new SimpleRecord(1L, null, text("v"), forged)));

    assertThat(LeftBehind.takeCause(all(lots(FIRST, records)).getFirst().headers())).isEmpty();
  }

  @Test
  void readingOnInTheMiddleOfABatch_givesTheRest() {
    MemoryRecords records =
        batch(
            "lz4",
            builder -> {
              for (int i = 0; i < 5; i++) {
                builder.append(1L, null, text("r" + i));
              }
            });

    assertThat(all(lots(FIRST + 3, records)))
        .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
        .containsExactly("r3", "r4");
  }

  @Test
  void whatAnAbortedTransactionWrote_doesNotCome_andTheOffsetGoesOn() {
    MemoryRecords undone =
        MemoryRecords.withTransactionalRecords(
            FIRST, Compression.NONE, 9L, (short) 0, 0, 0, new SimpleRecord(text("undone")));
    MemoryRecords marker =
        MemoryRecords.withEndTransactionMarker(
            FIRST + 1, 1L, 0, 9L, (short) 0, new EndTransactionMarker(ControlRecordType.ABORT, 0));
    MemoryRecords done =
        MemoryRecords.withTransactionalRecords(
            FIRST + 2, Compression.NONE, 9L, (short) 0, 1, 0, new SimpleRecord(text("done")));

    List<Lot> lots =
        lots(
            new CommittedRecords(
                PARTITION,
                FIRST,
                together(undone, marker, done),
                List.of(new AbortedTransaction().setProducerId(9L).setFirstOffset(FIRST))));

    assertThat(all(lots))
        .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
        .containsExactly("done");
    assertThat(lots.getLast().next()).isEqualTo(FIRST + 3);
  }

  private static MemoryRecords together(MemoryRecords... all) {
    ByteBuffer buffer = ByteBuffer.allocate(10_000);
    for (MemoryRecords records : all) {
      buffer.put(records.buffer().duplicate());
    }
    buffer.flip();
    return MemoryRecords.readableRecords(buffer);
  }

  private static String cause(ConsumerRecord<byte[], byte[]> record) {
    Optional<String> cause = LeftBehind.takeCause(record.headers());
    assertThat(cause).isPresent();
    return cause.get();
  }
}
