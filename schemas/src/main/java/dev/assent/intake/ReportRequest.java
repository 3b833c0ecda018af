package dev.assent.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.Hash;
import dev.assent.wire.CanonicalJson;
import java.util.Locale;

/// An agent's report (contract section 2.6), whichever door it came through.
public final class ReportRequest {
  private ReportRequest() {}

  /// What a body that is all there is reports: one that does not say what it is, as those of AXME's
  /// READMEs, is a result.
  public static Command.Report.Kind kind(ObjectNode body) {
    return switch (body.path("action").asText()) {
      case "acknowledge", "ack" -> Command.Report.Kind.ACKNOWLEDGE;
      case "progress" -> Command.Report.Kind.PROGRESS;
      case "fail" -> Command.Report.Kind.FAIL;
      default -> Command.Report.Kind.COMPLETE;
    };
  }

  /// By what two reports under one key are the same: the body that says all of it, so that a report
  /// which comes again through the other door is that report.
  ///
  /// @param reason what was said beside the body; empty where nothing was
  public static Hash same(Command.Report.Kind kind, ObjectNode body, String reason) {
    ObjectNode said = body.deepCopy();
    if (kind(body) != kind) {
      said.put("action", kind.name().toLowerCase(Locale.ROOT));
    }
    if (!reason.isEmpty()) {
      said.put("reason", reason);
    }
    return Hash.of(CanonicalJson.of(said));
  }

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
