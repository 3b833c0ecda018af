package dev.assent.approval;

import static dev.assent.approval.view.History.person;

import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.testing.http.GuardedDoorContract;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class GuardedApprovalsTest extends GuardedDoorContract {
  private static EmbeddedServer server;
  private static Http http;

  @BeforeAll
  static void start() {
    server =
        ApprovalApplication.start(
            Map.of(
                "micronaut.server.port",
                -1,
                "assent.test.fakes",
                "true",
                "assent.approvals.request-within",
                REQUEST_WITHIN,
                "assent.approvals.connections-max",
                CONNECTIONS_MAX));
    http = new Http(server.getPort());
    server
        .getApplicationContext()
        .getBean(MemoryDirectory.class)
        .admit("ada-key", person("ada", "sre_oncall"));
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Override
  protected URI door() {
    return server.getURI();
  }

  @Override
  protected String post() {
    return "POST /v1/tasks/" + new UUID(7, 0) + "/decision HTTP/1.1";
  }

  @Override
  protected String key() {
    return "x-api-key: ada-key";
  }

  @Override
  protected int ask() {
    return http.get("/v1/tasks", "ada-key").status();
  }
}
