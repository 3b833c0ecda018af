package dev.assent.wire.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.wire.Samples;
import dev.assent.wire.Wire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.submissions.PublicRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of record on a topic, and each of its alternatives, reads as every release wrote it.
/// Whole histories of intents: `GoldenHistoryTest` in `lifecycle-processor`.
class GoldenRecordsTest {
  private static GoldenWire golden;

  @BeforeAll
  static void start() {
    golden = new GoldenWire();
  }

  @AfterAll
  static void stop() {
    golden.close();
  }

  /// @param alternatives a type, or a sealed one of which each has its samples
  /// @param each how many
  private record Kind<T>(
      String record,
      Function<Wire, Codec<? super T>> codec,
      Class<?> alternatives,
      int each,
      BiFunction<Samples, Class<?>, T> make) {

    static <T> Kind<T> of(String record, Function<Wire, Codec<? super T>> codec, Class<T> type) {
      return new Kind<>(record, codec, type, 3, (samples, one) -> type.cast(samples.any(one)));
    }

    List<Golden.Sample> today() {
      List<Golden.Sample> all = new ArrayList<>();
      long seed = 1;
      for (Class<?> type : Samples.permitted(alternatives)) {
        for (int i = 0; i < each; i++) {
          all.add(golden.sample(codec.apply(golden.wire()), make.apply(new Samples(seed++), type)));
        }
      }
      return all;
    }

    String file() {
      return "records/" + record;
    }

    @Override
    public String toString() {
      return record;
    }
  }

  static List<Kind<?>> kinds() {
    return List.of(
        new Kind<Asked>(
            "Asked",
            Wire::commands,
            Command.Request.class,
            1,
            (samples, type) -> samples.asked((Command) samples.any(type))),
        new Kind<Happened>(
            "Happened",
            Wire::events,
            Event.class,
            1,
            (samples, type) -> samples.happened((Event) samples.any(type))),
        Kind.of("Answer", Wire::results, Result.class),
        Kind.of("Audit", Wire::audit, AuditRecord.class),
        Kind.of("Delivery", Wire::deliveries, Delivery.class),
        Kind.of("DirectoryEntry", Wire::directory, DirectoryEntry.class),
        Kind.of("NotificationOutcome", Wire::notifications, NotificationOutcome.class),
        Kind.of("WebhookEvent", Wire::webhooks, WebhookEvent.class),
        Kind.of("Submit", Wire::submissions, PublicRequest.Submit.class),
        Kind.of("Cancel", Wire::submissions, PublicRequest.Cancel.class),
        Kind.of("Report", Wire::reports, PublicRequest.Report.class));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyRecord_readsAsItWasWritten_byEveryRelease(Kind<?> kind) {
    for (Golden.Release release : Golden.releases(kind.file(), kind::today)) {
      for (Golden.Sample sample : release.samples()) {
        Object value =
            golden.read(kind.codec().apply(golden.wire()), kind.record(), release, sample);

        assertThat(Readable.line(value)).as(release.advice()).isEqualTo(sample.reads());
      }
    }
  }

  @Test
  void noKindOfRecord_isWithoutSamples() {
    Stream<String> records = Schemas.all().stream().map(schema -> schema.getName());

    assertThat(kinds())
        .extracting(Kind::record)
        .containsExactlyInAnyOrderElementsOf(records.toList());
  }

  @Test
  void noAlternative_isWithoutSamples() {
    for (Kind<?> kind : kinds()) {
      String all =
          String.join(
              "\n",
              Golden.releases(kind.file(), kind::today).stream()
                  .map(Golden.Release::text)
                  .toList());
      for (Class<?> type : Samples.permitted(kind.alternatives())) {
        if (!type.equals(kind.alternatives())) {
          assertThat(all)
              .as("golden bytes of %s; see CONTRIBUTING.md, Golden bytes", kind.file())
              .contains("\"is\":\"" + Readable.name(type.getSimpleName()) + "\"");
        }
      }
    }
  }
}
