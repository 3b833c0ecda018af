package dev.assent.gateway.intents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.Command.Control.Part;
import dev.assent.contract.ControlChange;
import dev.assent.contract.people.Grant;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.edge.Answers;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Refused;
import dev.assent.wire.json.CanonicalJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// From `…/controls` and `…/policy` to a [Command.Control] (contract section 3.1). What has no
/// effect here is kept with what was sent.
final class ControlRequests {
  private static final String DELEGATE = "delegate:";
  private static final List<String> ENVELOPE =
      List.of("actor", "reason", "expected_policy_generation");
  private static final List<String> RULES = List.of("allow", "deny");
  private static final Map<Part, List<String>> PATCHES =
      Map.of(
          Part.CONTROLS, List.of("controls_patch"),
          Part.POLICY, List.of("grants_patch", "envelope_patch"));

  private ControlRequests() {}

  static Command.Control control(Part part, ObjectNode body) {
    Fields fields = Fields.of(body);
    List<String> own = PATCHES.getOrDefault(part, List.of());
    if (own.stream().noneMatch(fields::has)) {
      throw Refused.invalid("an object in '" + String.join("' or '", own) + "'", "there is none");
    }
    PATCHES.values().stream()
        .flatMap(List::stream)
        .filter(patch -> !own.contains(patch) && fields.has(patch))
        .findFirst()
        .ifPresent(
            patch -> {
              throw Refused.invalid(
                  "'" + patch + "' where it belongs",
                  "this changes " + part.name().toLowerCase(Locale.ROOT));
            });
    ObjectNode kept = body.deepCopy();
    kept.remove(ENVELOPE);
    return new Command.Control(
        part,
        CanonicalJson.of(kept),
        change(fields, part == Part.CONTROLS ? "controls_patch" : "envelope_patch"),
        fields.optionalText("reason", Limits.COMMENT_LENGTH_MAX).orElse(""));
  }

  static Optional<Integer> expectedGeneration(ObjectNode body) {
    return Fields.of(body).optionalCount("expected_policy_generation", 1, Integer.MAX_VALUE);
  }

  private static ControlChange change(Fields body, String envelope) {
    Fields fields = body.optionalObject(envelope).orElse(Fields.of(Answers.object()));
    Optional<Duration> within =
        Stream.of("timeout_seconds", "execution_timeout_seconds", "ttl_seconds")
            .flatMap(name -> fields.optionalSeconds(name).stream())
            .min(Duration::compareTo);
    return new ControlChange(
        within,
        Stream.of("expires_at", "deadline_at")
            .flatMap(name -> fields.optionalTime(name).stream())
            .min(Instant::compareTo),
        fields.optionalCount("max_retry_count", 0, Limits.RETRIES_MAX),
        fields.optionalSeconds("retry_backoff_seconds"),
        body.optionalObject("grants_patch").map(ControlRequests::grants).orElse(List.of()));
  }

  private static List<Grant> grants(Fields patch) {
    List<Grant> grants = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : patch.node().properties()) {
      String to =
          entry.getKey().startsWith(DELEGATE)
              ? entry.getKey().substring(DELEGATE.length())
              : entry.getKey();
      if (to.isBlank() || to.length() > Limits.ADDRESS_LENGTH_MAX) {
        throw patch.wrong(
            "the name of a delegate of 1 to " + Limits.ADDRESS_LENGTH_MAX + " characters",
            entry.getKey().substring(0, Math.min(60, entry.getKey().length())),
            "it has " + to.length());
      }
      Fields rules = patch.optionalObject(entry.getKey()).orElse(Fields.of(Answers.object()));
      for (String rule : rules.node().properties().stream().map(Map.Entry::getKey).toList()) {
        if (!RULES.contains(rule)) {
          throw rules.wrong("one of " + RULES, rule, "there is no such rule");
        }
      }
      grants.add(new Grant(to, rights(rules, "allow"), rights(rules, "deny")));
    }
    return grants;
  }

  /// A right that nobody knows is refused: a denial of it would deny nothing.
  private static List<Grant.Right> rights(Fields rules, String which) {
    List<Grant.Right> rights = new ArrayList<>();
    for (String action : rules.texts(which, Limits.GRANTS_MAX, Limits.NAME_LENGTH_MAX)) {
      Grant.Right right =
          Arrays.stream(Grant.Right.values())
              .filter(known -> known.name().equalsIgnoreCase(action))
              .findFirst()
              .orElseThrow(
                  () ->
                      rules.wrong(
                          "some of "
                              + Arrays.toString(Grant.Right.values()).toLowerCase(Locale.ROOT),
                          which,
                          "got '" + action + "'"));
      if (!rights.contains(right)) {
        rights.add(right);
      }
    }
    return rights;
  }
}
