package dev.assent.gateway.scenario;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.CallbackFields;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.fields.Nearest;
import dev.assent.platform.intake.fields.RequestSchema;
import dev.assent.platform.intake.task.Assignees;
import dev.assent.platform.intake.task.HumanTasks;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who a bundle's names stand for: its `agents[]` and `humans[]`.
final class Roles {
  private final Map<String, Scenario.AgentEntry> agentsByName = new HashMap<>();
  private final List<Scenario.AgentEntry> agents = new ArrayList<>();
  private final Map<String, HumanTasks.Asked> humans = new LinkedHashMap<>();
  private final Map<String, Fields> unused = new LinkedHashMap<>();
  private final Workspace workspace;

  Roles(Workspace workspace) {
    this.workspace = workspace;
  }

  Scenario.AgentEntry readAgent(Fields entry) {
    entry.know(RequestSchema.SCENARIO.part("agent"));
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

  /// @param entry where the agent is written
  void add(Fields entry, Scenario.AgentEntry agent) {
    requireNew(entry, agent.role());
    agents.add(agent);
    agentsByName.put(agent.name(), agent);
    agentsByName.put(agent.address().toString(), agent);
    agentsByName.put(agent.role(), agent);
    if (!agent.create()) {
      unused.put(agent.role(), entry);
    }
  }

  /// What of the bundle no step named: people, and agents that are not even registered by it.
  Map<String, Fields> unused() {
    return unused;
  }

  /// The human roles, in their order.
  List<String> humans() {
    return List.copyOf(humans.keySet());
  }

  void addHuman(Fields entry) {
    entry.know(RequestSchema.SCENARIO.part("human"));
    entry.leave("display_name", "description");
    String role = entry.text("role", Limits.NAME_LENGTH_MAX);
    Optional<String> contact = entry.optionalText("contact", Limits.ADDRESS_LENGTH_MAX);
    Assignee assignee =
        contact.<Assignee>map(Assignee.Person::new).orElseGet(() -> new Assignee.Role(role));
    contact
        .filter(who -> !who.contains("@"))
        .ifPresent(who -> Assignees.read(entry, "contact", "person:" + who));
    requireNew(entry, role);
    unused.put(role, entry);
    humans.put(role, new HumanTasks.Asked(List.of(assignee), contact.filter(c -> c.contains("@"))));
  }

  /// A name that stands for two would ask the wrong one.
  private void requireNew(Fields entry, String role) {
    boolean taken =
        humans.containsKey(role) || agents.stream().anyMatch(a -> a.role().equals(role));
    if (taken) {
      throw entry.wrong("roles that differ", "role", "'" + role + "' comes twice");
    }
  }

  List<Scenario.AgentEntry> agents() {
    return agents;
  }

  Optional<Scenario.AgentEntry> agent(String name) {
    Optional<Scenario.AgentEntry> agent = Optional.ofNullable(agentsByName.get(name));
    agent.ifPresent(found -> unused.remove(found.role()));
    return agent;
  }

  Optional<HumanTasks.Asked> human(String role) {
    unused.remove(role);
    return Optional.ofNullable(humans.get(role));
  }

  /// The only human role, when there is just one: who else should a question be for.
  Optional<HumanTasks.Asked> onlyHuman() {
    return humans.size() == 1 ? human(humans.keySet().iterator().next()) : Optional.empty();
  }

  /// Who may decide, by a name of the bundle or of the workspace.
  ///
  /// @param field where the name is
  /// @throws Fields.WrongException for an agent, and for a slip in one of the bundle's roles
  Assignee person(Fields fields, String field, String name) {
    return human(name)
        .map(asked -> asked.assignees().getFirst())
        .orElseGet(() -> somebody(fields, field, name));
  }

  private Assignee somebody(Fields fields, String field, String name) {
    if (agent(name).isPresent()) {
      throw fields.wrong(
          "a role or a person, for no agent ever decides", field, "'" + name + "' is an agent");
    }
    boolean plain = !name.contains(":") && !name.contains("@");
    Nearest.to(name, humans.keySet())
        .filter(_ -> plain)
        .ifPresent(
            near -> {
              throw fields.wrong(
                  "a role of 'humans'", field, "got '" + name + "'; did you mean '" + near + "'?");
            });
    return Assignees.read(fields, field, name);
  }

  /// What a step may be assigned to by name, for a mistake's sentence.
  String near(String name) {
    List<String> roles = new ArrayList<>(humans.keySet());
    agents.forEach(agent -> roles.add(agent.role()));
    return Nearest.to(name, roles)
        .map(near -> "; did you mean '" + near + "'?")
        .orElse(roles.isEmpty() ? "" : "; there are " + roles);
  }

  /// The agent of a plain name in this workspace.
  AgentAddress inside(String name) {
    return new AgentAddress(workspace.org(), workspace.name(), name);
  }

  AgentAddress address(Fields fields, String field, String text) {
    try {
      return AgentAddress.parse(text, workspace);
    } catch (IllegalArgumentException e) {
      throw fields.wrong("an agent's address", field, "got '" + text + "'");
    }
  }
}
