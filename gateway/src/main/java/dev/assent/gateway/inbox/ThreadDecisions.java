package dev.assent.gateway.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.ThreadNote.Kind;
import dev.assent.contract.value.Json;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.task.ShownFields;
import java.util.Optional;

/// Answers to an intent's question in AXP's words of yes and no.
public final class ThreadDecisions {
  private ThreadDecisions() {}

  /// A yes or a no, bound to what the client says it has shown.
  public static Command.Decide of(Kind kind, String comment, ObjectNode body) {
    return new Command.Decide(
        kind == Kind.APPROVE ? "approve" : "reject",
        ShownFields.read(Fields.of(body)),
        comment,
        Json.EMPTY,
        false,
        Optional.empty());
  }
}
