package dev.assent.contract.id;

/// An agent's full address, `agent://org/workspace/name`.
public record AgentAddress(String org, String workspace, String name) {
  public static final String SCHEME = "agent://";

  public AgentAddress {
    if (org.isBlank() || workspace.isBlank() || name.isBlank() || slashIn(org, workspace, name)) {
      throw new IllegalArgumentException(
          "expected agent://org/workspace/name, but got '"
              + SCHEME
              + org
              + "/"
              + workspace
              + "/"
              + name
              + "'");
    }
  }

  /// Reads `agent://org/ws/name`, `org/ws/name`, and, inside the given workspace,
  /// `agent://ws/name`, `ws/name` and a bare `name`.
  public static AgentAddress parse(String text, Workspace inside) {
    String path = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
    String[] parts = path.split("/", -1);
    return switch (parts.length) {
      case 1 -> new AgentAddress(inside.org(), inside.name(), parts[0]);
      case 2 -> new AgentAddress(inside.org(), parts[0], parts[1]);
      case 3 -> new AgentAddress(parts[0], parts[1], parts[2]);
      default ->
          throw new IllegalArgumentException(
              "expected agent://org/workspace/name, but got '" + text + "'");
    };
  }

  /// One spelling for each address; what is none is left as it is.
  public static String spelled(String text, Workspace inside) {
    try {
      return parse(text, inside).toString();
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private static boolean slashIn(String... parts) {
    for (String part : parts) {
      if (part.indexOf('/') >= 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return SCHEME + org + "/" + workspace + "/" + name;
  }
}
