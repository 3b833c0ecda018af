package dev.assent.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
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
    try {
      new Follower(transport, path(address), 0, Deadline.never())
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

  static String path(String address) {
    String plain = address.replaceFirst("^agent://", "");
    return Request.path("v1", "agents", plain, "intents", "stream");
  }

  private void handle(Step delivered) {
    try {
      Step step = whole(transport, delivered, Deadline.never());
      report(step, answer(step));
    } catch (AssentException.Stopped e) {
      LOGGER.log(System.Logger.Level.DEBUG, "The agent stops before it has reported");
    } catch (AssentException.Conflict | AssentException.NotFound e) {
      // Somebody else has reported, or the intent is over: there is nothing left to do.
      LOGGER.log(
          System.Logger.Level.INFO, () -> "A report came too late: " + delivered + " " + e.code());
    } catch (AssentException e) {
      LOGGER.log(System.Logger.Level.ERROR, "A report was refused: " + delivered, e);
    } finally {
      underWay.remove(delivered.intentId());
    }
  }

  /// A payload that is too large for a stream is fetched.
  static Step whole(Transport transport, Step delivered, Deadline giveUp) {
    return delivered.isWhole()
        ? delivered
        : delivered.whole(
            transport
                .call(Request.get(Request.path("v1", "intents", delivered.intentId())), giveUp)
                .path("intent"));
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
    transport.call(
        Reports.of(step.intentId(), report).with("owner_agent", address), Deadline.never());
  }

  /// Reports as the gateway takes them.
  static final class Reports {
    /// Words that say what a report is; a result cannot have fields of these names.
    private static final Set<String> RESERVED =
        Set.of("action", "task_result", "approve_current_step");

    private Reports() {}

    static Request of(String intentId, ObjectNode report) {
      return Request.post(Request.path("v1", "intents", intentId, "resume"), report);
    }

    static ObjectNode complete(Object result) {
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
