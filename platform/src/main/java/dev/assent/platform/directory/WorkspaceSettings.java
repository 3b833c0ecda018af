package dev.assent.platform.directory;

import dev.assent.contract.id.Workspace;
import dev.assent.wire.directory.DocumentJson;
import java.util.Optional;

/// What a workspace's admins have set for it (ADR 0032). What is absent is as the services are
/// configured.
///
/// @param requirePolicy whether an intent is refused whose type has no policy; absent is no
/// @param openPolicies whether an initiator may give a type its first policy; absent is as the
///   gateway is configured
public record WorkspaceSettings(Optional<Boolean> requirePolicy, Optional<Boolean> openPolicies) {
  /// The documents of the directory that they are, one in a workspace.
  public static final String COLLECTION = "workspace-settings";

  public static final String ID = "settings";

  private static final WorkspaceSettings NONE =
      new WorkspaceSettings(Optional.empty(), Optional.empty());

  public boolean policyRequired() {
    return requirePolicy.orElse(false);
  }

  public static WorkspaceSettings of(Directory directory, Workspace workspace) {
    return directory
        .document(COLLECTION, workspace, ID)
        .map(document -> DocumentJson.read(document, WorkspaceSettings.class))
        .orElse(NONE);
  }
}
