package dev.assent.bench.waiting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.bench.http.Answer;
import dev.assent.bench.http.LeanHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/// Opens intents that ask a person and then wait.
final class Approvals {
  private static final int IN_FLIGHT = 256;

  private final LeanHttp initiator;
  private final String intentType;

  Approvals(LeanHttp initiator, String intentType) {
    this.initiator = initiator;
    this.intentType = intentType;
  }

  String intentType() {
    return intentType;
  }

  /// What is sent for one that is reminded of once.
  String body(Duration remindAfter) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("intent_type", intentType)
            .put("to_agent", "people")
            .put("remind_after_seconds", Math.max(1, remindAfter.toSeconds()))
            .put("max_reminders", 1);
    body.putObject("human_task").put("title", "Approve the change").put("type", "approval");
    body.putObject("payload").put("change", "add index").put("target", "prod-postgres-main");
    return body.toString();
  }

  /// Opens one.
  ///
  /// @return its id
  String open(String body) throws IOException {
    return id(initiator.post("/v1/intents", body));
  }

  private static String id(Answer answer) {
    return answer.orThrow("an intent").path("intent_id").asText();
  }

  /// As fast as it goes.
  ///
  /// @param body of the n-th, from 0, asked for when it is sent
  /// @return their ids, in no order
  List<String> open(int count, IntFunction<String> body) throws InterruptedException {
    List<String> ids = new ArrayList<>(count);
    Semaphore free = new Semaphore(IN_FLIGHT);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sent = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int number = i;
        free.acquire();
        sent.add(
            threads.submit(
                () -> {
                  try {
                    String id = open(body.apply(number));
                    synchronized (ids) {
                      ids.add(id);
                    }
                    return null;
                  } finally {
                    free.release();
                  }
                }));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("an approval could not be opened: " + e.getCause(), e);
    }
    return ids;
  }
}
