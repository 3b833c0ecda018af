package dev.assent.approval.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.approval.ApprovalApplication;
import dev.assent.approval.FakeParts;
import dev.assent.approval.view.History;
import dev.assent.contract.Advice;
import dev.assent.contract.Asked;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.people.Assignee;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.testing.fuzz.Hostile;
import dev.assent.testing.fuzz.RouteFuzz;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Every route of the approval-service, with answers that were right, spoilt.
class RouteFuzzTest {
  private static final int REQUESTS = Integer.getInteger("assent.fuzz.requests", 2_000);

  @Test
  void noRequestMakesTheApprovalServiceFail() {
    Hostile hostile = Hostile.seeded();
    try (EmbeddedServer server =
        ApprovalApplication.start(
            Map.of("micronaut.server.port", -1, "assent.test.fakes", "true"))) {
      MemoryDirectory directory = server.getApplicationContext().getBean(MemoryDirectory.class);
      directory.admit("ada-key", History.person("ada", "sre_oncall"));
      FakeParts.FakeBus bus = server.getApplicationContext().getBean(FakeParts.FakeBus.class);
      bus.answer = asked -> CompletableFuture.completedFuture(accepted(asked));
      server
          .getApplicationContext()
          .getBean(FakeParts.FakeViews.class)
          .fold(History.created(History.intent(1)).opened(new Assignee.Role("sre_oncall")));
      RouteFuzz.Found found =
          new RouteFuzz(
                  server.getURI(),
                  server
                      .getApplicationContext()
                      .getBean(Router.class)
                      .uriRoutes()
                      .map(
                          route ->
                              new RouteFuzz.Route(
                                  route.getHttpMethodName(),
                                  route.getUriMatchTemplate().toPathString()))
                      .distinct()
                      .toList(),
                  List.of("ada-key", "ada-key", "wrong"),
                  List.of(History.intent(1).toString(), "nothing"),
                  List.of(
                      "{\"outcome\":\"approved\",\"unbound\":true,\"data\":{\"a\":1}}",
                      "{\"outcome\":\"rejected\",\"version\":1,\"content_hash\":\""
                          + "0".repeat(64)
                          + "\"}"),
                  hostile)
              .run(REQUESTS);

      assertThat(found.faults()).as("seed %d, %s", hostile.seed(), found.statuses()).isEmpty();
      assertThat(found.statuses()).as("seed %d", hostile.seed()).containsKeys(200, 401, 404, 422);
      assertThat(bus.asked).isNotEmpty();
    }
  }

  private static Result accepted(Asked asked) {
    return new Result.Accepted(
        asked.commandId(),
        asked.target(),
        3,
        Status.COMPLETED,
        Instant.EPOCH,
        1,
        false,
        Optional.empty(),
        Advice.NONE);
  }
}
