package dev.assent.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// An agent: takes each step from its stream, has it done, and reports until the report is taken.
final class AgentLoop {
  private static final System.Logger LOGGER = System.getLogger(AssentClient.class.getName());

  private final Transport transport;
  private final String address;
  private final StepHandler handler;

  /// A gateway that starts again hands out everything that is open, also what is being done here.
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  AgentLoop(Transport transport, String address, StepHandler handler) {
    this.transport = transport;
    this.address = address;
    this.handler = handler;
  }

  void run(Executor executor) {
    String path =
        "/v1/agents/"
            + Transport.encoded(address.replaceFirst("^agent://", ""))
            + "/intents/stream";
    try {
      new Follower(transport, path, 0, Deadline.never())
          .follow(
              event -> {
                Step step = Step.of(event);
                if (underWay.add(step.intentId())) {
                  executor.execute(() -> handle(step));
                }
                return Thread.currentThread().isInterrupted();
              });
    } catch (AssentException.Stopped e) {
      LOGGER.log(System.Logger.Level.DEBUG, "The agent stops");
    }
  }

  private void handle(Step step) {
    try {
      report(step, answer(step));
    } catch (AssentException.Stopped e) {
      LOGGER.log(System.Logger.Level.DEBUG, "The agent stops before it has reported");
    } catch (AssentException.Conflict | AssentException.NotFound e) {
      // Somebody else has reported, or the intent is over: there is nothing left to do.
      LOGGER.log(
          System.Logger.Level.INFO, () -> "A report came too late: " + step + " " + e.code());
    } catch (AssentException e) {
      LOGGER.log(System.Logger.Level.ERROR, "A report was refused: " + step, e);
    } finally {
      underWay.remove(step.intentId());
    }
  }

  private ObjectNode answer(Step step) {
    try {
      return Reports.complete(handler.handle(step));
    } catch (StepFailedException e) {
      return Reports.fail(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw Transport.interrupted(e);
    } catch (Exception e) {
      LOGGER.log(System.Logger.Level.WARNING, "A handler failed: " + step, e);
      return Reports.fail("the agent's handler failed with " + e.getClass().getSimpleName());
    }
  }

  /// A report that is not taken is sent again until it is: the work is done.
  private void report(Step step, ObjectNode report) {
    transport.post(
        Reports.path(step.intentId()) + "?owner_agent=" + Transport.encoded(address),
        report,
        UUID.randomUUID().toString(),
        Deadline.never());
  }

  /// Reports as the gateway takes them.
  static final class Reports {
    /// Words that say what a report is; a result cannot have fields of these names.
    private static final Set<String> RESERVED =
        Set.of("action", "task_result", "approve_current_step");

    private Reports() {}

    static String path(String intentId) {
      return "/v1/intents/" + Transport.encoded(intentId) + "/resume";
    }

    static ObjectNode complete(Map<String, ?> result) {
      ObjectNode report = Json.objectOf("the result", result);
      for (String name : RESERVED) {
        if (report.has(name)) {
          throw new IllegalArgumentException(
              "expected a result without the field '" + name + "', but it has one");
        }
      }
      return report.put("action", "complete");
    }

    static ObjectNode fail(String reason) {
      return Json.object().put("action", "fail").put("reason", reason);
    }
  }
}
