package dev.assent.notifier.plan;

import dev.assent.contract.people.Assignee;

/// Who is to be told, as the facts name them. Who that is, and where they are reached, is found
/// when a message is routed.
public sealed interface Recipient {
  String PERSON = "person:";
  String ROLE = "role:";
  String APPROVERS = "approvers of ";
  String AGENT = "agent://";

  /// One person, by their id.
  record Person(String id) implements Recipient {
    @Override
    public String toString() {
      return PERSON + id;
    }
  }

  /// Whoever holds a role.
  record Role(String name) implements Recipient {
    @Override
    public String toString() {
      return ROLE + name;
    }
  }

  /// Whoever may decide in a workspace: of a task that names nobody.
  ///
  /// @param workspace `org/workspace`
  record Approvers(String workspace) implements Recipient {
    @Override
    public String toString() {
      return APPROVERS + workspace;
    }
  }

  /// A program, by its whole address.
  record Agent(String address) implements Recipient {
    @Override
    public String toString() {
      return address;
    }
  }

  /// Whatever a notification step names, in words of a channel's own.
  record Named(String text) implements Recipient {
    @Override
    public String toString() {
      return text;
    }
  }

  static Recipient of(Assignee assignee) {
    return switch (assignee) {
      case Assignee.Person person -> new Person(person.id());
      case Assignee.Role role -> new Role(role.name());
    };
  }

  /// Reads what [Object#toString] of a recipient wrote; any other text is [Named].
  static Recipient parse(String text) {
    if (text.startsWith(PERSON)) {
      return new Person(text.substring(PERSON.length()));
    }
    if (text.startsWith(ROLE)) {
      return new Role(text.substring(ROLE.length()));
    }
    if (text.startsWith(APPROVERS)) {
      return new Approvers(text.substring(APPROVERS.length()));
    }
    return text.startsWith(AGENT) ? new Agent(text) : new Named(text);
  }
}
