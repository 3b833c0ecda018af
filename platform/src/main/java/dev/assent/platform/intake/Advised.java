package dev.assent.platform.intake;

import dev.assent.contract.Advice;
import dev.assent.contract.Command;
import dev.assent.contract.Plan;
import dev.assent.contract.id.Workspace;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.intake.fields.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A create request that can be asked for, with what its author is told: the same at every door,
/// because every door that takes one has it from here.
public record Advised(Command.Submit command, Advice advice) {

  /// Besides what the reading of its fields found: people whom a plan of the request's own asks and
  /// who do not exist yet (a policy's are told when it is applied), and a type without a policy
  /// that is near to one with it. Nothing is looked up for a request under a policy.
  ///
  /// @param directory read as far as the door needs it to be
  public static Advised of(CreateRequest.Read read, Workspace workspace, Directory directory) {
    Plan plan = read.command().plan();
    if (plan.policy().isPresent()) {
      return new Advised(
          read.command(), new Advice(Warning.texts(read.warnings()), Optional.empty()));
    }
    List<Warning> warnings = new ArrayList<>(read.warnings());
    warnings.addAll(Understood.missing(plan, Holders.of(directory, workspace)));
    Optional<String> nearest =
        CreateRequest.nearest(directory, workspace, read.command().intentType());
    nearest.map(Advised::slip).ifPresent(warnings::add);
    return new Advised(read.command(), new Advice(Warning.texts(warnings), nearest));
  }

  private static Warning slip(String nearest) {
    return new Warning(
        "intent_type", "no policy is applied for it; did you mean '" + nearest + "'?");
  }
}
