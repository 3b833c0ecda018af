package dev.assent.standalone.node;

import dev.assent.cli.NodeFiles;
import dev.assent.contract.AgentAddress;
import dev.assent.contract.Principal.Kind;
import dev.assent.contract.Scope;
import dev.assent.contract.Workspace;
import dev.assent.door.KafkaDirectory;
import dev.assent.door.NewKey;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Connection;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The keys a node makes at its first start, so that it is never open to everyone: one each to
/// submit, to work as an agent, to decide as a person, to administer.
final class FirstKeys {
  static final Workspace WORKSPACE = new Workspace("local", "default");
  private static final Set<String> EVERY_ROLE = Set.of("*");

  private FirstKeys() {}

  /// Makes them unless `keys.json` is there. The directory comes first: a crash in between leaves
  /// entries for secrets that nobody knows, never secrets that do not work.
  static void ensure(NodeFiles files, Connection connection) throws IOException {
    if (files.keys().isPresent()) {
      return;
    }
    NewKey initiator = key(Scope.INITIATOR, Kind.SERVICE, "initiator", Set.of());
    NewKey agent = key(Scope.AGENT, Kind.AGENT, anyAgent(), Set.of());
    NewKey approver = key(Scope.APPROVER, Kind.PERSON, "approver", EVERY_ROLE);
    NewKey admin = key(Scope.ADMIN, Kind.PERSON, "admin", EVERY_ROLE);
    try (KafkaDirectory directory =
        KafkaDirectory.start(connection, AvroWire.connect(connection))) {
      for (NewKey key : List.of(initiator, agent, approver, admin)) {
        directory.put(key.entry()).join();
      }
    }
    files.write(
        new NodeFiles.Keys(initiator.secret(), agent.secret(), approver.secret(), admin.secret()));
  }

  private static NewKey key(Scope scope, Kind kind, String owner, Set<String> roles) {
    String prefix = "assent_" + scope.name().toLowerCase(Locale.ROOT);
    return NewKey.create(prefix, WORKSPACE, kind, owner, Set.of(scope), roles, Instant.now());
  }

  private static String anyAgent() {
    return AgentAddress.SCHEME + WORKSPACE + "/*";
  }
}
