package dev.assent.gateway.scenario;

import dev.assent.contract.AgentAddress;
import dev.assent.contract.Assignee;
import dev.assent.contract.Limits;
import dev.assent.contract.Workspace;
import dev.assent.intake.CallbackFields;
import dev.assent.intake.Fields;
import dev.assent.intake.HumanTasks;
import dev.assent.wire.DirectoryEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who a bundle's names stand for: its `agents[]` and `humans[]`.
final class Roles {
  private final Map<String, Scenario.AgentEntry> agentsByName = new HashMap<>();
  private final List<Scenario.AgentEntry> agents = new ArrayList<>();
  private final Map<String, HumanTasks.Asked> humans = new HashMap<>();
  private final Workspace workspace;

  Roles(Workspace workspace) {
    this.workspace = workspace;
  }

  Scenario.AgentEntry readAgent(Fields entry) {
    entry.leave("description");
    String name = entry.text("address", Limits.ADDRESS_LENGTH_MAX);
    String role = entry.optionalText("role", Limits.NAME_LENGTH_MAX).orElse(name);
    AgentAddress address = address(entry, "address", name);
    Optional<String> url = CallbackFields.optionalUrl(entry);
    Optional<String> secret = CallbackFields.secret(entry);
    CallbackFields.requireUrl(entry, url, secret);
    return new Scenario.AgentEntry(
        role,
        name,
        address,
        entry.optionalText("display_name", Limits.NAME_LENGTH_MAX).orElse(name),
        CallbackFields.deliveryMode(entry).orElse(DirectoryEntry.Agent.STREAM),
        url,
        secret,
        entry.optionalFlag("create_if_missing").orElse(false));
  }

  void add(Scenario.AgentEntry agent) {
    agents.add(agent);
    agentsByName.put(agent.name(), agent);
    agentsByName.put(agent.address().toString(), agent);
    agentsByName.put(agent.role(), agent);
  }

  void addHuman(Fields entry) {
    entry.leave("display_name", "description");
    String role = entry.text("role", Limits.NAME_LENGTH_MAX);
    Optional<String> contact = entry.optionalText("contact", Limits.ADDRESS_LENGTH_MAX);
    Assignee assignee =
        contact.<Assignee>map(Assignee.Person::new).orElseGet(() -> new Assignee.Role(role));
    humans.put(role, new HumanTasks.Asked(List.of(assignee), contact.filter(c -> c.contains("@"))));
  }

  List<Scenario.AgentEntry> agents() {
    return agents;
  }

  Optional<Scenario.AgentEntry> agent(String name) {
    return Optional.ofNullable(agentsByName.get(name));
  }

  Optional<HumanTasks.Asked> human(String role) {
    return Optional.ofNullable(humans.get(role));
  }

  /// The only human role, when there is just one: who else should a question be for.
  Optional<HumanTasks.Asked> onlyHuman() {
    return humans.size() == 1 ? humans.values().stream().findFirst() : Optional.empty();
  }

  Assignee person(String name) {
    return human(name)
        .map(asked -> asked.assignees().getFirst())
        .orElseGet(() -> Assignee.parse(name));
  }

  AgentAddress address(Fields fields, String field, String text) {
    try {
      return AgentAddress.parse(text, workspace);
    } catch (IllegalArgumentException e) {
      throw fields.wrong("an agent's address", field, "got '" + text + "'");
    }
  }
}
