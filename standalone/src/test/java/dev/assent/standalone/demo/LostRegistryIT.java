package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Result;
import dev.assent.contract.delivery.Delivery;
import dev.assent.standalone.CommandRun;
import dev.assent.wire.registry.RegistryState;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node whose registry loses everything under its data.
class LostRegistryIT {
  @Test
  void everyAcknowledgedIntentIsThere_andGoesOn_andTheIdsAreTheSame(@TempDir Path data)
      throws Exception {
    Result accepted;
    List<RegistryState.Place> places;
    try (PublicTopics before = PublicTopics.start(data)) {
      PublicRequest.Submit request = before.request();
      before.submit(request);
      accepted = before.answer(request);
      assertThat(accepted).isInstanceOf(Result.Accepted.class);
      before.delivery(accepted);
      places = new RegistryState(before.connection).places();
      assertThat(places).hasSizeGreaterThan(10);
      try (Admin admin = Admin.create(before.connection.clientProperties())) {
        admin.deleteTopics(List.of("_schemas")).all().get();
      }
    }

    try (PublicTopics after = PublicTopics.start(data)) {
      String path = "/v1/intents/" + accepted.intent();
      assertThat(after.gateway().get(path).at("/intent/status").asText()).isNotEmpty();
      Delivery delivery = after.delivery(accepted);
      PublicRequest.Report report = PublicTopics.complete(delivery);
      after.report(report);
      assertThat(after.answer(report)).isInstanceOf(Result.Accepted.class);

      RegistryState state = new RegistryState(after.connection);
      assertThat(state.places()).containsExactlyElementsOf(places);
      assertThat(state.compare().well()).isTrue();
      CommandRun repair = CommandRun.of("registry", "repair", "--data", data.toString());
      assertThat(repair.exit()).as(repair.toString()).isZero();
      assertThat(repair.out()).contains("Nothing to do");
      await()
          .atMost(PublicTopics.SOON)
          .untilAsserted(
              () ->
                  assertThat(CommandRun.of("doctor", "--data", data.toString()).out())
                      .contains("schemas of ours under their ids"));
    }
  }
}
