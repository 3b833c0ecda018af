package dev.assent.gateway.view;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.people.Assignee;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// With whom an intent lies at the moment.
///
/// @param ref how a program names the holder
/// @param name how a person reads it
public record PendingWith(Type type, String ref, String name) {
  /// The kinds of holder that AXP knows.
  public enum Type {
    AGENT,
    HUMAN,
    INTERNAL;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static PendingWith agent(AgentAddress agent) {
    return new PendingWith(Type.AGENT, agent.toString(), agent.name());
  }

  /// No assignees means every approver of the workspace.
  static PendingWith people(List<Assignee> assignees) {
    if (assignees.isEmpty()) {
      return new PendingWith(Type.HUMAN, "role:*", "any approver");
    }
    String refs = assignees.stream().map(Assignee::toString).collect(Collectors.joining(", "));
    String names = assignees.stream().map(PendingWith::plain).collect(Collectors.joining(", "));
    return new PendingWith(Type.HUMAN, refs, names);
  }

  static PendingWith handler(String name) {
    return name.startsWith(AgentAddress.SCHEME)
        ? new PendingWith(Type.AGENT, name, name.substring(name.lastIndexOf('/') + 1))
        : new PendingWith(Type.HUMAN, name, name);
  }

  static PendingWith internal(String step) {
    return new PendingWith(Type.INTERNAL, step, step);
  }

  static String plain(Assignee assignee) {
    return switch (assignee) {
      case Assignee.Person person -> person.id();
      case Assignee.Role role -> role.name();
    };
  }
}
