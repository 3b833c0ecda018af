package dev.assent.lifecycle.domain;

import dev.assent.contract.Command;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.JsonNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every number that a command brings, wherever it is, is one that can be worked with. The doors
/// looked before; here nothing comes past.
final class Numbers {
  private Numbers() {}

  static Optional<Decision> outOfBounds(Command command) {
    for (Json json : brought(command)) {
      Optional<String> found = JsonNumbers.problem(json.text());
      if (found.isPresent()) {
        return Optional.of(Refusal.of(Code.OUT_OF_BOUNDS, JsonNumbers.bounds(), found.get()));
      }
    }
    return Optional.empty();
  }

  private static List<Json> brought(Command command) {
    return switch (command) {
      case Command.Submit submit -> submitted(submit);
      case Command.Report report -> List.of(report.body());
      case Command.Decide decide -> List.of(decide.data());
      case Command.Resolve resolve -> List.of(resolve.body());
      case Command.Control control -> List.of(control.patch());
      case Command.HandOff _, Command.Annotate _, Command.FireTimer _ -> List.of();
    };
  }

  private static List<Json> submitted(Command.Submit submit) {
    List<Json> all = new ArrayList<>();
    all.add(submit.payload());
    for (Step step : submit.plan().steps()) {
      switch (step) {
        case Step.Agent agent -> all.add(agent.input());
        case Step.Human human -> human.task().formSchema().ifPresent(all::add);
        case Step.Delay _, Step.Notification _ -> {}
      }
    }
    return all;
  }
}
