package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.client.AssentClient;
import dev.assent.client.Intent;
import dev.assent.client.NewIntent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Receivers in Python, as docs/webhooks.md shows them: of subscriptions that AXME's SDK made, and
/// of an agent's work.
@EnabledIf("dev.assent.interop.Python#isThere")
@ExtendWith(WhatTheNodeSaid.class)
class WebhooksIT {
  private static final String SECRET = "a secret of the receiver's";
  private static RunningNode node;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    Python.install();
    node = RunningNode.get();
  }

  private Map<String, String> environment() throws IOException {
    Map<String, String> all = new HashMap<>(node.environment());
    all.put("WEBHOOK_SECRET", SECRET);
    all.put("DOWN", down().toString());
    return all;
  }

  /// While it exists the receiver refuses.
  private Path down() {
    return folder.resolve("down");
  }

  private String python(String... line) throws Exception {
    return Program.run(Python.PROGRAMS, environment(), Python.command(line));
  }

  private static String port(Program server) throws IOException {
    String line = server.awaitLine(Pattern.compile("listening on \\d+"));
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private static Matcher event(Program receiver, String line) throws IOException {
    Pattern pattern = Pattern.compile(line + " ([0-9a-f-]{36})");
    Matcher matcher = pattern.matcher(receiver.awaitLine(pattern));
    assertThat(matcher.matches()).isTrue();
    return matcher;
  }

  @Test
  void aSubscriberHearsOfARound_thoughItWasDownAndTheNodeWasKilled() throws Exception {
    Files.createFile(down());
    try (Program receiver =
            Program.start(Python.PROGRAMS, environment(), Python.command("receiver.py"));
        AssentClient service =
            AssentClient.connect(node.place().gatewayUrl(), node.keys().initiatorKey())) {
      String url = "http://127.0.0.1:" + port(receiver) + "/hook";
      String subscription = python("webhooks.py", "subscribe", url).split(" ", 2)[0];

      String intent =
          service
              .send(
                  NewIntent.of(
                      "intent.infra.change_approval.v1",
                      "infra-validator",
                      Map.of("target", "prod")))
              .id();
      try (Program agent = Python.start(node, "agent.py")) {
        agent.awaitLine("validated " + intent);
      }
      receiver.awaitLine("refused");
      node.killAndRestart();
      Files.delete(down());

      String assigned =
          event(receiver, "new inbox.thread_updated intent.human_task_assigned").group(1);
      node.approve(intent);
      event(receiver, "new inbox.thread_updated inbox.decided");
      event(receiver, "new inbox.thread_updated intent.completed");

      python("webhooks.py", "replay", assigned);
      receiver.awaitLine(
          Pattern.compile("again inbox.thread_updated intent.human_task_assigned " + assigned));

      String key = UUID.randomUUID().toString();
      String posted = python("webhooks.py", "post", key);
      node.killAndRestart();
      assertThat(python("webhooks.py", "post", key)).isEqualTo(posted);
      assertThat(event(receiver, "new inbox.reply_received posted").group(1)).isEqualTo(posted);

      assertThat(python("webhooks.py", "unsubscribe", subscription)).isEqualTo("0");
      assertThat(receiver.printed()).doesNotContain("wrong:");
    }
  }

  @Test
  void anAgentThatIsPostedToDoesItsStep_thoughItWasDownAndTheNodeWasKilled() throws Exception {
    String account =
        sent(
            "POST",
            "/v1/service-accounts",
            "{\"name\":\"pushed-validator\"}",
            "\"service_account_id\":\"([^\"]+)\"");
    String port;
    try (Program first =
        Program.start(Python.PROGRAMS, environment(), Python.command("http_agent.py"))) {
      port = port(first);
    }
    sent(
        "PATCH",
        "/v1/service-accounts/" + account,
        """
        {"delivery_mode":"http","callback_url":"http://127.0.0.1:%s/intent","secret":"%s"}\
        """
            .formatted(port, SECRET),
        "\"delivery_mode\":\"(http)\"");
    try (AssentClient service =
        AssentClient.connect(node.place().gatewayUrl(), node.keys().initiatorKey())) {
      String intent =
          service
              .send(NewIntent.of("intent.pushed.v1", "pushed-validator", Map.of("target", "prod")))
              .id();
      node.killAndRestart();
      Map<String, String> environment = environment();
      environment.put("PORT", port);
      try (Program agent =
          Program.start(Python.PROGRAMS, environment, Python.command("http_agent.py"))) {
        agent.awaitLine("validated " + intent);
      }
      Intent done = service.waitFor(intent);
      assertThat(done.completed()).isTrue();
    }
  }

  private static String sent(String method, String path, String body, String wanted)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.place().gatewayUrl() + path))
            .header("x-api-key", node.keys().initiatorKey())
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      Matcher found = Pattern.compile(wanted).matcher(answer);
      assertThat(found.find()).as(answer).isTrue();
      return found.group(1);
    }
  }
}
