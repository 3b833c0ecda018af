package dev.assent.cli.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/// Why a command could not do what it was asked: one or two sentences for the person at the
/// terminal, and the exit code.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;
  private final transient Optional<JsonNode> body;

  public Failure(ExitCode exit, String message) {
    this(exit, message, Optional.empty());
  }

  public Failure(ExitCode exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
    this.body = Optional.empty();
  }

  private Failure(ExitCode exit, String message, Optional<JsonNode> body) {
    super(message);
    this.exit = exit;
    this.body = body;
  }

  /// A node's refusal, with its answer as it came.
  public static Failure answered(ExitCode exit, String message, JsonNode body) {
    return new Failure(exit, message, body.isObject() ? Optional.of(body) : Optional.empty());
  }

  public ExitCode exit() {
    return exit;
  }

  public String text() {
    return String.valueOf(getMessage());
  }

  /// What `--json` prints: the node's own error body, or one of the same shape.
  public JsonNode json() {
    return body.orElseGet(
        () -> {
          var error = JsonNodeFactory.instance.objectNode();
          error.put("ok", false);
          error
              .putObject("error")
              .put("code", exit.name())
              .put("message", text())
              .putObject("details");
          return error.put("detail", text());
        });
  }
}
