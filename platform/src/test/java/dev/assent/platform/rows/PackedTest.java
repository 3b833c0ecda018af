package dev.assent.platform.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PackedTest {
  private static final String LONG = "ü".repeat(1_000);
  private static final UUID ID = UUID.fromString("c45a05a4-6fc1-80cf-abed-a0d856120000");

  @Test
  void everythingIsReadBackInItsOrder() {
    byte[] bytes =
        new Packed.Writer()
            .mark((byte) 7)
            .number(Long.MIN_VALUE)
            .uuid(ID)
            .count(-1)
            .text("")
            .text(LONG)
            .texts(List.of("a", LONG, ""))
            .texts(List.of())
            .rest(new byte[] {1, 2})
            .bytes();

    Packed.Reader in = new Packed.Reader(bytes);
    assertThat(in.mark()).isEqualTo((byte) 7);
    assertThat(in.number()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.uuid()).isEqualTo(ID);
    assertThat(in.count()).isEqualTo(-1);
    assertThat(in.text()).isEmpty();
    assertThat(in.text()).isEqualTo(LONG);
    assertThat(in.texts()).containsExactly("a", LONG, "");
    assertThat(in.texts()).isEmpty();
    assertThat(Arrays.copyOfRange(bytes, in.position(), bytes.length)).containsExactly(1, 2);
  }

  @Test
  void bytesThatEndTooEarlyAreNotReadAsSomethingElse() {
    byte[] bytes = new Packed.Writer().text("four").bytes();

    assertThatThrownBy(() -> new Packed.Reader(Arrays.copyOf(bytes, bytes.length - 1)).text())
        .isInstanceOf(BufferUnderflowException.class);
  }
}
