package dev.assent.notifier.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Happened;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.plan.Message;
import dev.assent.notifier.plan.NotificationPlan;
import dev.assent.notifier.plan.NotificationPlan.Planned;
import dev.assent.notifier.route.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryCodecTest {
  private final DeliveryCodec codec = new DeliveryCodec();

  @Test
  void everyMessageIsReadAsItWasWritten() {
    Facts facts =
        Facts.created().opened(Facts.ONCALL, Facts.LEAD).reminded(1).escalated(Facts.LEAD);
    List<Message> messages = messages(facts.decided("ada", "approved"));

    assertThat(messages)
        .hasSize(4)
        .allSatisfy(
            message -> {
              Delivery delivery = new Delivery(message, "fake", message.to().getFirst(), "there");
              assertThat(codec.decode(codec.encode(delivery))).isEqualTo(delivery);
            });
  }

  /// Rows outlive a release: what changes here must go on reading those that are left.
  @Test
  void theSchemaIsTheReleasedOne() throws IOException {
    try (InputStream file = DeliveryCodecTest.class.getResourceAsStream("/outbox/v1.avsc")) {
      assertThat(codec.schema().toString(true))
          .as("raise DeliveryCodec.VERSION and read rows of version 1 by this schema")
          .isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }

  @Test
  void aLaterVersionIsNotTakenForThisOne() {
    assertThatThrownBy(() -> codec.decode(new byte[] {2})).hasMessageContaining("version 1");
  }

  private static List<Message> messages(Facts facts) {
    Planned planned = new Planned(List.of(), Optional.empty());
    List<Message> all = new ArrayList<>();
    for (Happened happened : facts.batches()) {
      planned = NotificationPlan.of(planned.context(), happened);
      all.addAll(planned.messages());
    }
    return all;
  }
}
