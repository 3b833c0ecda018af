package dev.assent.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class GrantIdTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void allFollowsFromTheIdAndNothingShowsIt() {
    GrantId id = GrantId.fresh(NOON);
    GrantId again = GrantId.parse(id.text(), NOON).orElseThrow();

    assertThat(again).isEqualTo(id);
    assertThat(again.expiresAt()).isEqualTo(NOON);
    assertThat(again.secret()).isEqualTo(id.secret()).doesNotContain(id.text());
    assertThat(id.userCode()).matches("[BCDFGHJKMNPQRSTVWXZ2-9]{4}-[BCDFGHJKMNPQRSTVWXZ2-9]{4}");
    assertThat(id.toString()).doesNotContain(id.text());
    GrantId other = GrantId.fresh(NOON);
    assertThat(other.secret()).isNotEqualTo(id.secret());
    assertThat(other.userCode()).isNotEqualTo(id.userCode());
  }

  @Test
  void whatIsNoIdOrIsGoodForTooLongIsNone() {
    assertThat(GrantId.parse("", NOON)).isEmpty();
    assertThat(GrantId.parse("nothing", NOON)).isEmpty();
    assertThat(GrantId.parse("%%%", NOON)).isEmpty();
    assertThat(GrantId.parse(GrantId.fresh(NOON.plusSeconds(1)).text(), NOON)).isEmpty();
    assertThat(GrantId.parse(GrantId.fresh(Instant.EPOCH.minusSeconds(1)).text(), NOON)).isEmpty();
  }
}
