package dev.assent.contract.id;

/// Where an intent lives: an organisation and one of its workspaces. Nothing of one workspace is
/// visible in another.
public record Workspace(String org, String name) {
  public Workspace {
    if (org.isBlank() || name.isBlank() || org.contains("/") || name.contains("/")) {
      throw new IllegalArgumentException(
          "expected an organisation and a workspace without '/', but got '"
              + org
              + "' and '"
              + name
              + "'");
    }
  }

  @Override
  public String toString() {
    return org + "/" + name;
  }
}
