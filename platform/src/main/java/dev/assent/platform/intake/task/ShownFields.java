package dev.assent.platform.intake.task;

import dev.assent.contract.id.StepId;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/// Reads, from the body of an answer, what its client had shown to the person: at every door the
/// same fields bind in the same way. Each may go by the name that `GET /v1/intents/{id}` gives it,
/// or by that of `GET /v1/tasks/{id}`; by both where they agree.
///
/// | field | |
/// |---|---|
/// | `step_id`, `task_step_id` | the step whose task it is an answer to |
/// | `version`, `task_version` | the version of the task that was shown |
/// | `content_hash` | of the content that was shown: 64 hex digits |
public final class ShownFields {
  private static final int HASH_DIGITS = 64;

  private ShownFields() {}

  public static Shown read(Fields body) {
    return new Shown(
        either(body, "step_id", "task_step_id", ShownFields::step),
        either(body, "version", "task_version", ShownFields::version),
        body.optionalText("content_hash").map(hex -> hash(body, hex)));
  }

  private static <T> Optional<T> either(
      Fields body, String name, String other, BiFunction<Fields, String, Optional<T>> read) {
    Optional<T> one = read.apply(body, name);
    Optional<T> two = read.apply(body, other);
    if (one.isPresent() && two.isPresent() && !one.equals(two)) {
      throw body.wrong(
          "the same in '" + other + "' as", name, "they are " + two.get() + " and " + one.get());
    }
    return one.or(() -> two);
  }

  private static Optional<StepId> step(Fields body, String name) {
    return body.optionalText(name, Limits.NAME_LENGTH_MAX).map(StepId::new);
  }

  private static Optional<Integer> version(Fields body, String name) {
    return body.optionalCount(name, 1, Integer.MAX_VALUE);
  }

  private static Hash hash(Fields body, String text) {
    String hex = text.toLowerCase(Locale.ROOT);
    if (hex.length() != HASH_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw body.wrong("64 hex digits", "content_hash", "got " + text.length() + " characters");
    }
    return new Hash(hex);
  }
}
