package dev.assent.contract.people;

/// Who may decide a task: one person, or whoever holds a role.
public sealed interface Assignee {
  record Person(String id) implements Assignee {
    @Override
    public String toString() {
      return "person:" + id;
    }
  }

  record Role(String name) implements Assignee {
    @Override
    public String toString() {
      return "role:" + name;
    }
  }

  /// Reads `person:id` and `role:name`; an address with `@` is a person, any other plain word a
  /// role.
  static Assignee parse(String text) {
    if (text.startsWith("person:")) {
      return new Person(text.substring("person:".length()));
    }
    if (text.startsWith("role:")) {
      return new Role(text.substring("role:".length()));
    }
    return text.contains("@") ? new Person(text) : new Role(text);
  }

  default boolean covers(Principal principal) {
    return switch (this) {
      case Person person -> person.id().equals(principal.id());
      case Role role -> principal.holds(role.name());
    };
  }
}
