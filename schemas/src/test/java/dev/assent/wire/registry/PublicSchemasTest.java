package dev.assent.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.wire.AvroWire;
import dev.assent.wire.MemoryRegistry;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What schemas that anybody may name cost.
class PublicSchemasTest {
  private final MemoryRegistry registry = MemoryRegistry.start();

  @AfterEach
  void stop() {
    registry.close();
  }

  private static byte[] naming(int id) {
    return ByteBuffer.allocate(8).put((byte) 0).putInt(id).array();
  }

  @Test
  void anUnknownId_isAskedForOnce_andTold() {
    AvroWire wire = registry.wire();
    int before = registry.requests();

    for (int i = 0; i < 100; i++) {
      assertThat(wire.unreadable(naming(77)))
          .hasValueSatisfying(why -> assertThat(why).contains("id 77"));
    }

    assertThat(registry.requests() - before).isEqualTo(1);
  }

  @Test
  void aSilentRegistry_isAskedOnce_whateverTheIds_andIsNamedAsTheCause() {
    AvroWire wire = registry.wire();
    int before = registry.requests();
    registry.failNext(1_000);

    for (int i = 0; i < 100; i++) {
      assertThat(wire.unreadable(naming(1_000 + i)))
          .hasValueSatisfying(why -> assertThat(why).contains("did not answer"));
    }

    assertThat(registry.requests() - before).isEqualTo(1);
  }

  @Test
  void ourOwnSchemas_areKnownWhileTheRegistryIsAway() {
    byte[] value =
        registry
            .wire()
            .submissions()
            .encode(PublicRequest.Submit.of(UUID.randomUUID(), "intent.test.v1", "human", "{}"));
    AvroWire wire = registry.wire();
    wire.learnPublicSchemas();
    registry.failNext(1_000);

    assertThat(wire.unreadable(value)).isEmpty();
    assertThat(wire.submissions().decode(value)).isInstanceOf(PublicRequest.Submit.class);
  }

  @Test
  void whatIsNoRecordAtAll_isForTheDecoderToTell() {
    AvroWire wire = registry.wire();

    assertThat(wire.unreadable(null)).isEmpty();
    assertThat(wire.unreadable(new byte[] {0, 1})).isEmpty();
    assertThat(wire.unreadable(new byte[] {1, 2, 3, 4, 5, 6})).isEmpty();
  }
}
