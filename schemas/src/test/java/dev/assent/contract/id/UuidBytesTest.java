package dev.assent.contract.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidBytesTest {
  private static final UUID ID = UUID.fromString("c45a05a4-6fc1-80cf-abed-a0d856120000");

  @Test
  void theBytesAreThoseThatAreWritten() {
    byte[] bytes = UuidBytes.of(ID);

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(ID.toString().replace("-", ""));
    assertThat(UuidBytes.get(ByteBuffer.wrap(bytes))).isEqualTo(ID);
  }

  @Test
  void whatFollowsIsWrittenAndReadBehindThem() {
    ByteBuffer row = UuidBytes.put(ByteBuffer.allocate(UuidBytes.LENGTH + 4), ID).putInt(7).flip();

    assertThat(UuidBytes.get(row)).isEqualTo(ID);
    assertThat(row.getInt()).isEqualTo(7);
  }
}
