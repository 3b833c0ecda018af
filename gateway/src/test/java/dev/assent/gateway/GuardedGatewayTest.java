package dev.assent.gateway;

import dev.assent.testing.http.GuardedDoorContract;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class GuardedGatewayTest extends GuardedDoorContract {
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        TestGateway.inMemory(
            Map.of(
                "assent.gateway.request-within", REQUEST_WITHIN,
                "assent.gateway.connections-max", CONNECTIONS_MAX));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Override
  protected URI door() {
    return gateway.anonymous().base();
  }

  @Override
  protected String post() {
    return "POST /v1/intents HTTP/1.1";
  }

  @Override
  protected String key() {
    return "x-api-key: " + gateway.initiator().headers().get("x-api-key");
  }

  @Override
  protected int ask() {
    return gateway.initiator().get("/v1/intents").status();
  }
}
