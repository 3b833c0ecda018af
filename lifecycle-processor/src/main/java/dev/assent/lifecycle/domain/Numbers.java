package dev.assent.lifecycle.domain;

import dev.assent.contract.Command;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.JsonNumbers;
import java.util.Optional;
import java.util.stream.Stream;

/// Every number that a command brings, wherever it is, is one that can be worked with. The doors
/// looked before; here nothing comes past.
final class Numbers {
  private Numbers() {}

  static Optional<Decision> outOfBounds(Command command) {
    return brought(command)
        .map(Json::text)
        .map(JsonNumbers::problem)
        .flatMap(Optional::stream)
        .findFirst()
        .map(found -> Refusal.of(Code.OUT_OF_BOUNDS, JsonNumbers.bounds(), found));
  }

  private static Stream<Json> brought(Command command) {
    return switch (command) {
      case Command.Submit submit ->
          Stream.concat(
              Stream.of(submit.payload()), submit.plan().steps().stream().flatMap(Numbers::of));
      case Command.Report report -> Stream.of(report.body());
      case Command.Decide decide -> Stream.of(decide.data());
      case Command.Resolve resolve -> Stream.of(resolve.body());
      case Command.Control control -> Stream.of(control.patch());
      case Command.HandOff _, Command.Annotate _, Command.FireTimer _ -> Stream.empty();
    };
  }

  private static Stream<Json> of(Step step) {
    return switch (step) {
      case Step.Agent agent -> Stream.of(agent.input());
      case Step.Human human -> human.task().formSchema().stream();
      case Step.Delay _, Step.Notification _ -> Stream.empty();
    };
  }
}
