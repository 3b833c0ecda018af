package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.service.sse.Streams;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamApiTest {
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String submit(String agent) {
    return gateway
        .initiator()
        .post(
            "/v1/intents",
            """
            {"intent_type":"intent.streamed.v1","to_agent":"%s","payload":{"q":"ü\\u2028"}}\
            """
                .formatted(agent))
        .json()
        .get("intent_id")
        .asText();
  }

  private void complete(String id) {
    assertThat(
            gateway
                .agent()
                .post("/v1/intents/" + id + "/resume", "{\"action\":\"complete\"}")
                .status())
        .isEqualTo(200);
  }

  private int open() {
    return gateway.server().getApplicationContext().getBean(Streams.class).count();
  }

  @Test
  void thePythonClientSeesEventsAsTheyHappenUntilTheEnd() {
    String id = submit("worker");
    CompletableFuture<HttpResponse<String>> stream =
        gateway
            .initiator()
            .with("X-Axme-Client", "axme-sdk-python/0.2.0")
            .getLater("/v1/intents/" + id + "/events/stream?since=0&wait_seconds=60");
    await().until(() -> open() == 1);
    assertThat(stream).isNotDone();

    complete(id);

    assertThat(stream).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(stream.join().body())
        .containsSubsequence(
            "id: 1\nevent: intent.created\ndata: {",
            "id: 3\nevent: intent.delivered\n",
            "id: 5\nevent: intent.completed\n")
        .doesNotContain("stream.timeout");
  }

  @Test
  void theTypeScriptAndGoClientsGetTheBodysEndRightAfterTheEvents() {
    String id = submit("worker");
    for (String client : List.of("axme-sdk-typescript/0.2.0", "axme-sdk-go/0.2.0")) {
      CompletableFuture<HttpResponse<String>> stream =
          gateway
              .initiator()
              .with("X-Axme-Client", client)
              .getLater("/v1/intents/" + id + "/events/stream?since=0&wait_seconds=60");
      assertThat(stream).succeedsWithin(10, TimeUnit.SECONDS);
      assertThat(stream.join().body()).contains("id: 3").doesNotContain("stream.timeout");
    }
  }

  @Test
  void aCursorBeyondTheEndMissesNothing() {
    String id = submit("worker");
    CompletableFuture<HttpResponse<String>> stream =
        gateway
            .initiator()
            .getLater("/v1/intents/" + id + "/events/stream?since=4&wait_seconds=60");
    await().until(() -> open() == 1);

    complete(id);

    assertThat(stream).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(stream.join().body()).contains("id: 4\n", "id: 5\n").doesNotContain("id: 3\n");
  }

  @Test
  void aBrowserGoesOnAfterTheLastEventItHasSeen() {
    String id = submit("browsed");
    complete(id);
    String stream = "/v1/intents/" + id + "/events/stream?since=0&wait_seconds=1";

    assertThat(gateway.initiator().get(stream).text()).contains("id: 1\n", "id: 3\n");
    assertThat(gateway.initiator().with("Last-Event-ID", "2").get(stream).text())
        .doesNotContain("id: 1\n", "id: 2\n")
        .contains("id: 3\n");
    assertThat(gateway.initiator().with("Last-Event-ID", "two").get(stream).status())
        .isEqualTo(422);
  }

  @Test
  void anEndedIntentIsHeldForTheWait() {
    String id = submit("worker");
    complete(id);
    Http.Answer answer =
        gateway.initiator().get("/v1/intents/" + id + "/events/stream?since=5&wait_seconds=1");

    assertThat(answer.text())
        .isEqualTo(": open\n\nevent: stream.timeout\ndata: {\"ok\":true,\"next_seq\":5}\n\n");
  }

  @Test
  void anAgentGetsItsWorkAtOnceAndWhatIsOpenAgainWhenItStartsAnew() {
    CompletableFuture<HttpResponse<String>> waiting =
        gateway.agent().getLater("/v1/agents/worker/intents/stream?since=0&wait_seconds=60");
    await().until(() -> open() == 1);
    String id = submit("worker");

    assertThat(waiting).succeedsWithin(10, TimeUnit.SECONDS);
    String first = waiting.join().body();
    assertThat(first)
        .contains("event: intent.delivered\ndata: {\"intent_id\":\"" + id + "\"")
        .contains("\"status\":\"DELIVERED\"", "\\u2028")
        .doesNotContain("id: ", "ü");
    assertThat(
            gateway.agent().get("/v1/agents/worker/intents/stream?since=0&wait_seconds=1").text())
        .contains(id);
    String seq = first.replaceAll("(?s).*\"seq\":(\\d+).*", "$1");
    assertThat(
            gateway
                .agent()
                .get("/v1/agents/worker/intents/stream?since=" + seq + "&wait_seconds=1")
                .text())
        .doesNotContain(id)
        .contains("stream.timeout");

    complete(id);
    assertThat(
            gateway.agent().get("/v1/agents/worker/intents/stream?since=0&wait_seconds=1").text())
        .doesNotContain(id);
  }

  @Test
  void anAddressIsUnderstoodInEveryFormItComesIn() {
    String id = submit("agent://myorg/production/worker");
    for (String address :
        List.of(
            "agent://myorg/production/worker",
            "myorg/production/worker",
            "agent%3A%2F%2Fmyorg%2Fproduction%2Fworker",
            "myorg%2Fproduction%2Fworker")) {
      assertThat(
              gateway
                  .agent()
                  .get("/v1/agents/" + address + "/intents/stream?wait_seconds=1")
                  .text())
          .as(address)
          .contains(id);
    }
  }

  @Test
  void aLargePayloadIsLeftToTheIntent() {
    String id =
        gateway
            .initiator()
            .post(
                "/v1/intents",
                "{\"intent_type\":\"i.v1\",\"to_agent\":\"big\",\"payload\":{\"t\":\""
                    + "x".repeat(40_000)
                    + "\"}}")
            .json()
            .get("intent_id")
            .asText();

    assertThat(gateway.agent().get("/v1/agents/big/intents/stream?wait_seconds=1").text())
        .contains(id)
        .doesNotContain("payload");
  }

  @Test
  void manyWaitingStreamsEndCleanlyWhenTheServerStops() {
    String id = submit("worker");
    List<CompletableFuture<HttpResponse<String>>> streams = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      streams.add(
          gateway
              .initiator()
              .getLater("/v1/intents/" + id + "/events/stream?since=3&wait_seconds=60"));
    }
    await().until(() -> open() == 200);

    gateway.close();

    for (CompletableFuture<HttpResponse<String>> stream : streams) {
      assertThat(stream).succeedsWithin(10, TimeUnit.SECONDS);
      assertThat(stream.join().body()).endsWith("\n\n");
    }
  }
}
