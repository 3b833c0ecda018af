package dev.assent.cli.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.Text;
import dev.assent.client.AssentClient;
import dev.assent.client.Step;

/// An agent's word on its step.
sealed interface Report {
  /// It is done.
  ///
  /// @param result what the intent's caller gets
  record Complete(ObjectNode result) implements Report {
    @Override
    public void send(AssentClient gateway, Step step) {
      gateway.complete(step, result);
    }

    @Override
    public String words() {
      return "Completed.";
    }
  }

  /// It could not be done.
  record Fail(String reason) implements Report {
    @Override
    public void send(AssentClient gateway, Step step) {
      gateway.fail(step, reason);
    }

    @Override
    public String words() {
      return "Failed: " + Text.line(reason) + ".";
    }
  }

  void send(AssentClient gateway, Step step);

  /// For the person at the terminal.
  String words();
}
