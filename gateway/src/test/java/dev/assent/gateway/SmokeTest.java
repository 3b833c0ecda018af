package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmokeTest {
  @Test
  void smoke() {
    try (TestGateway gateway = new TestGateway()) {
      Http.Answer a =
          gateway
              .initiator()
              .post(
                  "/v1/intents",
                  "{\"intent_type\":\"intent.a.v1\",\"to_agent\":\"agent://myorg/production/x\",\"payload\":{\"q\":\"\u2028ü\"}}");
      System.out.println(a);
      String id = a.json().get("intent_id").asText();
      System.out.println(gateway.initiator().get("/v1/intents/" + id));
      System.out.println(gateway.initiator().get("/v1/intents/" + id + "/events?since=0"));
      System.out.println(gateway.initiator().get("/v1/intents?limit=5"));
      for (String path :
          java.util.List.of(
              "agent://myorg/production/x",
              "myorg/production/x",
              "agent%3A%2F%2Fmyorg%2Fproduction%2Fx",
              "myorg%2Fproduction%2Fx",
              "x")) {
        Http.Answer s =
            gateway.agent().get("/v1/agents/" + path + "/intents/stream?since=0&wait_seconds=1");
        System.out.println(path + " " + s.status() + " " + s.text() + s.raw().headers().map());
      }
      Http.Answer s =
          gateway.agent().get("/v1/intents/" + id + "/events/stream?since=0&wait_seconds=1");
      System.out.println(s.status() + " " + s.text() + s.raw().headers().map());
      System.out.println(
          gateway
              .agent()
              .post("/v1/intents/" + id + "/resume", "{\"action\":\"complete\",\"ok\":true}"));
      System.out.println(
          gateway
              .agent()
              .post("/v1/intents/" + id + "/resume", "{\"action\":\"complete\",\"ok\":true}"));
      System.out.println(gateway.initiator().get("/v1/intents/" + id));
      System.out.println(gateway.initiator().get("/v1/nothing"));
      System.out.println(gateway.initiator().get("/nothing"));
      System.out.println(gateway.initiator().send("PUT", "/v1/intents", "{}"));
      System.out.println(gateway.anonymous().get("/v1/intents"));
      System.out.println(gateway.anonymous().key("x").get("/v1/intents"));
      System.out.println(gateway.anonymous().get("/health"));
      System.out.println(gateway.anonymous().get("/v1/health"));
      System.out.println(gateway.anonymous().get("/health/readiness"));
      System.out.println(gateway.anonymous().get("/prometheus").status());
      System.out.println(gateway.initiator().post("/v1/intents", "{"));
      System.out.println(gateway.initiator().post("/v1/intents", "[]"));
      System.out.println(gateway.initiator().post("/v1/intents", ""));
      System.out.println(
          gateway
              .initiator()
              .post(
                  "/v1/intents",
                  "{\"intent_type\":\"a\",\"to_agent\":\"x\",\"payload\":{\"a\":\""
                      + "x".repeat(140000)
                      + "\"}}"));
      System.out.println(
          gateway
              .initiator()
              .post(
                  "/v1/intents",
                  "{\"intent_type\":\"a\",\"to_agent\":\"x\",\"payload\":{\"a\":\""
                      + "x".repeat(600000)
                      + "\"}}"));
      assertThat(a.status()).isEqualTo(200);
    }
  }
}
