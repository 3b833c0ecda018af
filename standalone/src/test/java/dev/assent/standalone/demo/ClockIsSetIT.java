package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// A real node whose machine's clock is set, forwards and back (ADR 0036).
@EnabledIf("dev.assent.standalone.demo.FakeClock#isThere")
class ClockIsSetIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /// More than it takes a request to reach the node, less than any step.
  private static final Duration NEAR = Duration.ofSeconds(1);

  private static final String SCENARIO =
      """
      {"scenario_id": "clock", "humans": [{"role": "sre"}],
       "workflow": {"steps": [
         {"step_id": "ask", "assigned_to": "sre", "requires_approval": true, "step_deadline_seconds": %d}]},
       "intent": {"type": "intent.%s.v1", "payload": {"n": 1}}}
      """;

  @TempDir Path data;

  private FakeClock clock;
  private NodeProcess node;

  @BeforeEach
  void start() throws Exception {
    clock = FakeClock.in(data);
    node = NodeProcess.up(data, clock.environment());
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void timersFollowTheWallClock_eachOnce_andTheDoorsAnswer_howeverItIsSet() throws Exception {
    gateway().post("/v1/scenarios/apply?run=false", scenario("soon", DEADLINE));
    gateway().post("/v1/scenarios/apply?run=false", scenario("late", HOUR));

    List<String> soon = begin("soon", 20);
    for (int seconds : new int[] {2, 0, -2, 0}) {
      set(Duration.ofSeconds(seconds));
      answers();
    }
    haveEndedOnce(soon);

    List<String> late = begin("late", 5);
    set(HOUR.plusSeconds(10));
    haveEndedOnce(late);

    set(HOUR.negated());
    answers();
    set(DAY.negated());
    haveEndedOnce(begin("soon", 5));
    doctorIsContent();

    set(DAY);
    answers();
  }

  /// Sets it, and waits until the node has seen it: then everything counts by the new time.
  private void set(Duration ahead) throws Exception {
    clock.setTo(ahead);
    await()
        .atMost(SOON)
        .until(
            () -> {
              Instant now = clock.now();
              Instant created = at(submit("question"), "created_at");
              return Duration.between(now, created).abs().compareTo(NEAR) < 0;
            });
  }

  private List<String> begin(String type, int count) throws Exception {
    List<String> intents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      intents.add(submit(type).path("intent_id").asText());
    }
    return intents;
  }

  private JsonNode submit(String type) throws Exception {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("intent_type", "intent." + type + ".v1").put("to_agent", "human");
    body.putObject("payload").put("n", 1);
    if (type.equals("question")) {
      body.putObject("human_task").put("title", "Is the clock right?");
    }
    return gateway().post("/v1/intents", body);
  }

  private void answers() throws Exception {
    String intent = submit("question").path("intent_id").asText();
    JsonNode task = approvals().get("/v1/tasks/" + intent).path("task");
    JsonNode decided =
        approvals()
            .post(
                "/v1/tasks/" + intent + "/decision",
                JsonNodeFactory.instance
                    .objectNode()
                    .put("outcome", "approved")
                    .put("version", task.path("version").asInt())
                    .put("content_hash", task.path("content_hash").asText()));
    assertThat(decided.path("decided").asBoolean()).as(decided::toString).isTrue();
  }

  private void haveEndedOnce(List<String> intents) {
    for (String intent : intents) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                List<JsonNode> events = events(intent);
                List<JsonNode> ends =
                    events.stream().filter(one -> type(one).equals("intent.timed_out")).toList();
                assertThat(ends).as("ends of %s", events).hasSize(1);
                Instant due = at(events.get(2).path("details"), "due_at");
                assertThat(at(ends.getFirst(), "at")).as("by the wall").isAfterOrEqualTo(due);
              });
    }
  }

  private List<JsonNode> events(String intent) throws Exception {
    JsonNode events = gateway().get("/v1/intents/" + intent + "/events").path("events");
    return StreamSupport.stream(events.spliterator(), false).toList();
  }

  private static String type(JsonNode event) {
    return event.path("event_type").asText();
  }

  private static Instant at(JsonNode object, String field) {
    return Instant.parse(object.path(field).asText());
  }

  private void doctorIsContent() throws Exception {
    Path output = data.resolve("doctor.log");
    int exit = NodeProcess.run(data, output, clock.environment(), "doctor");
    assertThat(exit).as(Files.readString(output)).isEqualTo(ExitCode.DONE.code());
  }

  private static JsonNode scenario(String type, Duration deadline) throws IOException {
    return new ObjectMapper().readTree(SCENARIO.formatted(deadline.toSeconds(), type));
  }

  private DemoClient gateway() throws IOException {
    return new DemoClient(
        node.files().node().orElseThrow().gatewayUrl(),
        node.files().keys().orElseThrow().initiatorKey());
  }

  private DemoClient approvals() throws IOException {
    return new DemoClient(
        node.files().node().orElseThrow().approvalsUrl(),
        node.files().keys().orElseThrow().approverKey());
  }
}
