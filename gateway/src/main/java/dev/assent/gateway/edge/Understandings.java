package dev.assent.gateway.edge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Plan;
import dev.assent.contract.id.Workspace;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.Holders;
import dev.assent.platform.intake.Understood;
import dev.assent.platform.intake.fields.Warning;
import dev.assent.service.edge.Refused;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was understood of a request, for its answer.
@Singleton
public final class Understandings {
  private final Directory directory;

  Understandings(Directory directory) {
    this.directory = directory;
  }

  /// @param words the plan, a sentence a step
  /// @param warnings what the request's author should know
  public record Understanding(List<String> words, List<Warning> warnings) {
    public Understanding {
      words = List.copyOf(words);
      warnings = List.copyOf(warnings);
    }

    public ObjectNode in(ObjectNode answer) {
      answer.set("understood", Answers.array(words, ArrayNode::add));
      return Answers.warnings(answer, Warning.texts(warnings));
    }

    /// @param strict the query parameter: whether a warning is a mistake
    /// @throws Refused when it is, and there is one
    public Understanding strictly(Optional<String> strict) {
      requireNone(Warning.texts(warnings), strict);
      return this;
    }
  }

  public Understanding of(Workspace workspace, Plan plan, List<Warning> read) {
    Holders holders = Holders.of(directory, workspace);
    List<Warning> warnings = new ArrayList<>(read);
    warnings.addAll(Understood.missing(plan, holders));
    return new Understanding(Understood.words(plan, workspace, holders), warnings);
  }

  /// @throws Refused when the request is to be taken strictly and there is a warning
  public static void requireNone(List<String> warnings, Optional<String> strict) {
    if (isSaid("strict", strict, false) && !warnings.isEmpty()) {
      throw new Refused(
          new Problem(
              422,
              "warnings",
              "expected a request without warnings, as strict=true asks, but: "
                  + String.join("; ", warnings),
              Map.of("warnings", warnings),
              Optional.empty()));
    }
  }

  /// A query parameter that is true or false.
  public static boolean isSaid(String name, Optional<String> text, boolean otherwise) {
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!Set.of("true", "false").contains(text.get())) {
      throw Refused.invalid("true or false in '" + name + "'", "got '" + text.get() + "'");
    }
    return text.get().equals("true");
  }
}
