package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.lifecycle.domain.Decider;
import dev.assent.wire.MemoryRegistry;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/// The shape of the topology. Names of stores are names of changelog topics: a changed line means
/// that what runs today does not find its state again.
class TopologyGoldenTest {
  private static final String GOLDEN = "/golden/topology.txt";

  @Test
  void theTopology_isTheCommittedOne() throws IOException {
    Shell shell =
        new Shell(
            new Decider(Flow.NO_FORMS)::decide,
            MemoryRegistry.start().wire(),
            new Topics(""),
            Flow.ALL_TAKE,
            StepTokens.none(),
            new LifecycleMeters(new SimpleMeterRegistry()),
            4,
            Doors.UNSEALED,
            Strikes.inMemory(),
            LongUnaryOperator.identity());
    String described =
        LifecycleTopology.build(StreamsSettings.changelog(), shell, Flow.ingest(shell, Flow.START))
            .describe()
            .toString()
            .replaceAll("extractor class: \\S+\\)", "extractor class: agentTopic)");

    assertThat(described.strip())
        .as(
            "the topology's description. When the change is meant, think first of the state of"
                + " running nodes (a renamed store loses it), then put the actual text into"
                + " src/test/resources"
                + GOLDEN)
        .isEqualTo(golden().strip());
  }

  private static String golden() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(TopologyGoldenTest.class.getResourceAsStream(GOLDEN))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
