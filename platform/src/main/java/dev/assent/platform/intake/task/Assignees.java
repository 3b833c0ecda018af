package dev.assent.platform.intake.task;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.people.Assignee;
import dev.assent.platform.intake.fields.Fields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who may decide, as clients write it: `person:alice`, an e-mail address, `role:dba`, or a plain
/// word, which is a role.
public final class Assignees {
  /// Where people look for the names of persons.
  private static final String ASSIGNEES = "assignees";

  private static final List<String> PREFIXES = List.of("person:", "role:");

  /// One name: no list, no blanks around it.
  private static final Pattern NAME =
      Pattern.compile("[^\\s,;\\p{Cntrl}]([^,;\\p{Cntrl}]*[^\\s,;\\p{Cntrl}])?");

  private Assignees() {}

  /// @param field where the name is
  /// @throws Fields.WrongException for what can be nobody: an agent, an unknown prefix, several
  ///   names in one
  public static Assignee read(Fields fields, String field, String name) {
    if (name.startsWith(AgentAddress.SCHEME)) {
      throw fields.wrong(
          "a role or a person, for no agent ever decides", field, "got '" + name + "'");
    }
    Optional<String> prefix = PREFIXES.stream().filter(name::startsWith).findFirst();
    String plain = prefix.map(p -> name.substring(p.length())).orElse(name);
    boolean otherPrefix = prefix.isEmpty() && name.contains(":");
    if (otherPrefix || !NAME.matcher(plain).matches()) {
      throw fields.wrong(
          "one name, as role:dba, person:alice, alice@example.org or dba (a role)",
          field,
          "got '" + name + "'");
    }
    if (field.equals(ASSIGNEES) && prefix.isEmpty() && !name.contains("@")) {
      fields.warn(
          field,
          "'"
              + name
              + "' is a role: whoever holds it may decide; a person is written person:"
              + name
              + ", and role:"
              + name
              + " says that a role is meant");
    }
    return Assignee.parse(name);
  }
}
