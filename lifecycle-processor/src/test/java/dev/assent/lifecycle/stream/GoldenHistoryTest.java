package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.domain.RandomHistories;
import dev.assent.wire.Samples;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.golden.Golden;
import dev.assent.wire.golden.GoldenWire;
import dev.assent.wire.golden.Readable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The topics of some twenty intents as every release wrote them: each record reads as it did, and
/// the facts come to the same states, which are those whose bytes a node of that release has on its
/// disk. What the views and the notifier make of the same facts is tested beside them.
class GoldenHistoryTest {
  private static final RandomHistories TODAY = new RandomHistories(20);
  private static GoldenWire golden;

  @BeforeAll
  static void start() {
    golden = new GoldenWire();
  }

  @AfterAll
  static void stop() {
    golden.close();
  }

  @Test
  void commands_readAsTheyWereWritten() {
    reads("Asked", golden.wire().commands(), TODAY::commands);
  }

  @Test
  void facts_readAsTheyWereWritten() {
    reads("Happened", golden.wire().events(), TODAY::events);
  }

  @Test
  void auditRecords_readAsTheyWereWritten() {
    reads("Audit", golden.wire().audit(), TODAY::audit);
  }

  @Test
  void deliveries_readAsTheyWereWritten() {
    reads("Delivery", golden.wire().deliveries(), TODAY::deliveries);
  }

  private static <T> void reads(String record, Codec<T> codec, Supplier<List<T>> today) {
    for (Golden.Release release : releases(record, codec, today)) {
      List<Golden.Sample> samples = release.samples();
      for (Golden.Sample sample : samples) {
        T value = golden.read(codec, record, release, sample);

        assertThat(Readable.line(value)).as(release.advice()).isEqualTo(sample.reads());
      }
    }
  }

  private static <T> List<Golden.Release> releases(
      String record, Codec<T> codec, Supplier<List<T>> today) {
    return Golden.ofSchemas(
        "history/" + record,
        () -> today.get().stream().map(value -> golden.sample(codec, value)).toList());
  }

  @Test
  void theHistory_hasFactsOfEveryKind() {
    List<String> kinds = new ArrayList<>();
    for (List<Happened> history : histories().values()) {
      history.forEach(
          happened ->
              happened.events().forEach(event -> kinds.add(event.getClass().getSimpleName())));
    }

    assertThat(kinds)
        .as("golden histories; see CONTRIBUTING.md, Golden bytes")
        .containsAll(Samples.permitted(Event.class).stream().map(Class::getSimpleName).toList());
  }

  @Test
  void facts_comeToTheSameStates() {
    for (Golden.Release release : states()) {
      Map<IntentId, Intent> folded = folded(release.name());

      assertThat(folded.values().stream().map(Readable::line).toList())
          .as(release.advice())
          .isEqualTo(release.samples().stream().map(Golden.Sample::reads).toList());
    }
  }

  @Test
  void statesOnDisk_readAsTheyWereWritten() {
    StateCodec codec = new StateCodec();
    for (Golden.Release release : states()) {
      for (Golden.Sample sample : release.samples()) {
        assertThat(Readable.line(codec.decode(sample.bytes())))
            .as(release.advice())
            .isEqualTo(sample.reads());
      }
    }
  }

  private static List<Golden.Release> states() {
    StateCodec codec = new StateCodec();
    return Golden.releases(
        "states",
        () ->
            folded(Golden.making()).values().stream()
                .map(state -> Golden.Sample.of(codec.encode((Intent.Known) state), state))
                .toList());
  }

  /// The releases' facts, by release and intent.
  private static Map<String, List<Happened>> histories() {
    Map<String, List<Happened>> all = new LinkedHashMap<>();
    for (Golden.Release release : releases("Happened", golden.wire().events(), TODAY::events)) {
      all.put(release.name(), golden.all(golden.wire().events(), "Happened", release));
    }
    return all;
  }

  private static Map<IntentId, Intent> folded(String release) {
    Map<IntentId, Intent> states = new LinkedHashMap<>();
    for (Happened happened : histories().getOrDefault(release, List.of())) {
      Intent before = states.getOrDefault(happened.intent(), new Intent.None());
      states.put(happened.intent(), before.after(happened));
    }
    return states;
  }
}
