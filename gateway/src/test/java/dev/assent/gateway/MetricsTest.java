package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.testing.http.MetricsPage;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the gateway tells an operator.
class MetricsTest {
  private final TestGateway gateway = TestGateway.inMemory();

  @AfterEach
  void close() {
    gateway.close();
  }

  private String scrape() {
    return gateway.admin().get("/prometheus").text();
  }

  @Test
  void thePageSaysWhichMetricsThereAre() throws IOException {
    assertThat(MetricsPage.of(scrape())).isEqualTo(MetricsPage.rowsOf("gateway"));
  }

  @Test
  void anIntentIsCountedUnderItsStatusUntilItEnds() {
    String delivered = "assent_intents_live{status=\"delivered\"} ";
    assertThat(scrape()).contains(delivered + "0.0", "assent_tasks_oldest_seconds 0.0");

    String id =
        gateway
            .initiator()
            .post(
                "/v1/intents",
                "{\"intent_type\":\"t\",\"to_agent\":\"agent://local/default/a\",\"payload\":{}}")
            .json()
            .path("intent_id")
            .textValue();
    assertThat(scrape()).contains(delivered + "1.0");

    gateway.initiator().post("/v1/intents/" + id + "/resolve", "{\"status\":\"CANCELED\"}").json();
    assertThat(scrape()).contains(delivered + "0.0");
  }
}
