package dev.assent.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.cli.Ran;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Times;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditFilterTest {
  private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");

  /// The entry is alice's approval of 2026-01-02T03:04:05.678Z.
  @ParameterizedTest
  @MethodSource("filters")
  void aFilterKeepsWhatItNames(String option, String value, boolean kept) {
    AuditCommand.Wanted wanted = new AuditCommand.Wanted();
    wanted.since = given("since", option, value);
    wanted.until = given("until", option, value);
    wanted.intent = given("intent", option, value);
    wanted.person = given("person", option, value);
    wanted.outcome = given("outcome", option, value);

    AuditEntry entry = AuditFormatTest.entry("alice", "approved", "", Optional.empty());

    assertThat(wanted.filter(NOW).matches(entry.record())).isEqualTo(kept);
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of("none", "", true),
        Arguments.of("since", "2026-01-02T03:04:05.678Z", true),
        Arguments.of("since", "2026-01-02T03:04:05.679Z", false),
        Arguments.of("since", "8d", true),
        Arguments.of("since", "7d", false),
        Arguments.of("until", "2026-01-02T03:04:05.678Z", false),
        Arguments.of("until", "2026-01-03", true),
        Arguments.of("intent", "11111111-1111-8111-8111-111111110000", true),
        Arguments.of("intent", "11111111-1111-8111-8111-111111110003", true),
        Arguments.of("intent", "22222222-1111-8111-8111-111111110000", false),
        Arguments.of("person", "alice", true),
        Arguments.of("person", "bob", false),
        Arguments.of("outcome", "APPROVED", true),
        Arguments.of("outcome", "rejected", false));
  }

  private static @Nullable String given(String name, String option, String value) {
    return name.equals(option) ? value : null;
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-09T23:00:00+01:00, 2026-01-09T22:00:00Z",
    "2026-01-09, 2026-01-09T00:00:00Z",
    "90s, 2026-01-09T23:58:30Z",
    "15m, 2026-01-09T23:45:00Z"
  })
  void timesAreInstantsDaysOrHowLongAgo(String text, String expected) {
    assertThat(Times.parse("--since", text, NOW)).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", "5", "2026-01-09T10:00"})
  void anythingElseIsExplained(String text) {
    assertThatThrownBy(() -> Times.parse("--since", text, NOW))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("--since: expected a time", text);
  }

  @Test
  void followAndUntilDoNotGoTogether() {
    Ran ran =
        Ran.assent(java.util.Map.of(), "audit", "replay", "--follow", "--until", "2026-01-02");

    assertThat(ran.exit()).isEqualTo(2);
  }
}
