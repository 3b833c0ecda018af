package dev.assent.platform.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.Command.Report.Kind;
import dev.assent.contract.value.Hash;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.wire.json.CanonicalJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// An agent's report (contract section 2.6), whichever door it came through.
///
/// A body says in `action` what it reports. AXME's READMEs send a bare result, so a body without
/// one is a result too, as long as nothing in it speaks of how the work ended: what is not known
/// for a success never completes a step.
public final class ReportRequest {
  private static final Map<String, Kind> ACTIONS =
      new TreeMap<>(
          Map.of(
              "complete", Kind.COMPLETE,
              "fail", Kind.FAIL,
              "progress", Kind.PROGRESS,
              "acknowledge", Kind.ACKNOWLEDGE,
              "ack", Kind.ACKNOWLEDGE));

  /// Where agents that send no action write a word for how the work ended.
  private static final List<String> WORD_OF_END = List.of("outcome", "status", "state");

  /// READMEs send `{"outcome":"success","result":…}`.
  private static final Set<String> SUCCESS =
      Set.of("success", "succeeded", "ok", "complete", "completed", "done");

  private static final List<String> FLAG_OF_SUCCESS = List.of("success", "ok");

  /// What is said of a failure alone.
  private static final List<String> OF_FAILURE = List.of("error", "errors", "failed", "reason");

  private ReportRequest() {}

  /// What a body that is all there is reports.
  ///
  /// @throws Fields.WrongException when it does not say so in a word that is known
  public static Kind kind(ObjectNode body) {
    Fields fields = Fields.of(body);
    if (fields.has("action")) {
      String word = fields.text("action");
      Kind named = ACTIONS.get(word);
      if (named == null) {
        throw fields.wrong("one of " + ACTIONS.keySet(), "action", "got '" + shown(word) + "'");
      }
      return named;
    }
    notAResult(fields)
        .ifPresent(
            found -> {
              throw fields.wrong(
                  "one of " + ACTIONS.keySet(), "action", "there is none, and " + found);
            });
    return Kind.COMPLETE;
  }

  /// What keeps a body without an action from being a result.
  private static Optional<String> notAResult(Fields body) {
    if (body.node().isEmpty()) {
      return Optional.of("the report is empty");
    }
    return WORD_OF_END.stream()
        .filter(name -> body.has(name) && !isSuccess(body.node().path(name)))
        .findFirst()
        .or(() -> FLAG_OF_SUCCESS.stream().filter(name -> is(body, name, false)).findFirst())
        .or(() -> OF_FAILURE.stream().filter(name -> is(body, name, true)).findFirst())
        .map(name -> "'" + name + "' is " + shown(body.node().path(name).toString()));
  }

  private static boolean isSuccess(JsonNode word) {
    return word.isTextual() && SUCCESS.contains(word.textValue().strip().toLowerCase(Locale.ROOT));
  }

  /// Whether a field is there and says so; one that is not a flag says *yes* by being there, except
  /// where *yes* would be a success.
  private static boolean is(Fields body, String name, boolean asked) {
    JsonNode value = body.node().path(name);
    boolean empty = value.isContainerNode() && value.isEmpty();
    return body.has(name) && !empty && (!value.isBoolean() || value.booleanValue() == asked);
  }

  private static String shown(String word) {
    return word.length() <= 60 ? word : word.substring(0, 60) + "…";
  }

  /// By what two reports under one key are the same: the body that says all of it, so that a report
  /// which comes again through the other door is that report.
  ///
  /// @param reason what was said beside the body; empty where nothing was
  public static Hash same(Kind kind, ObjectNode body, String reason) {
    ObjectNode said = body.deepCopy();
    Fields fields = Fields.of(body);
    boolean whole = fields.has("action") || (kind == Kind.COMPLETE && notAResult(fields).isEmpty());
    if (!whole) {
      said.put("action", kind.name().toLowerCase(Locale.ROOT));
    }
    if (!reason.isEmpty()) {
      said.put("reason", reason);
    }
    return Hash.of(CanonicalJson.of(said));
  }

  /// @param body the answer as the agent sent it; a failure's reason is in its `reason` or `error`
  /// @throws Fields.WrongException when it is not what it should be
  public static Command.Report report(Kind kind, ObjectNode body) {
    Fields fields = Fields.of(body);
    if (fields.has("action") && kind(body) != kind) {
      throw fields.wrong(
          "'" + kind.name().toLowerCase(Locale.ROOT) + "' or nothing",
          "action",
          "got '" + shown(fields.text("action")) + "'");
    }
    String reason =
        kind == Kind.FAIL
            ? fields.optionalText("reason").or(() -> fields.optionalText("error")).orElse("")
            : "";
    return new Command.Report(kind, CanonicalJson.of(body), reason);
  }
}
