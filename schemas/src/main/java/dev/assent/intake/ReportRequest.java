package dev.assent.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.wire.CanonicalJson;

/// An agent's report (contract section 2.6), whichever door it came through.
public final class ReportRequest {
  private ReportRequest() {}

  /// @param body the answer as the agent sent it; a failure's reason is in its `reason` or `error`
  /// @throws Fields.WrongException when it is not what it should be
  public static Command.Report report(Command.Report.Kind kind, ObjectNode body) {
    Fields fields = Fields.of(body);
    String reason =
        kind == Command.Report.Kind.FAIL
            ? fields.optionalText("reason").or(() -> fields.optionalText("error")).orElse("")
            : "";
    return new Command.Report(kind, CanonicalJson.of(body), reason);
  }
}
