package dev.assent.cli.operate;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.session.NodeFiles;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal.Kind;
import dev.assent.contract.people.Scope;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.keys.NewKey;
import dev.assent.wire.AvroWire;
import dev.assent.wire.connection.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The first keys of a cluster, so that it is never open to everyone: one each to submit, to work
/// as an agent, to decide as a person, to administer. They are written to the directory topic
/// itself, since before them nobody may ask a door for a key.
public final class FirstKeys {
  public static final Workspace WORKSPACE = new Workspace("local", "default");
  private static final Set<String> EVERY_ROLE = Set.of("*");
  private static final Duration READ_WITHIN = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 100;

  private FirstKeys() {}

  /// Makes them, whether or not there are others.
  public static NodeFiles.Keys make(Connection connection) {
    try (KafkaDirectory directory =
        KafkaDirectory.start(connection, AvroWire.connect(connection))) {
      return make(directory);
    }
  }

  /// Makes them in a cluster that has none.
  ///
  /// @throws Failure when there are keys already: then an admin makes further ones
  static NodeFiles.Keys makeOnce(Connection connection) {
    try (KafkaDirectory directory =
        KafkaDirectory.start(connection, AvroWire.connect(connection))) {
      awaitRead(directory);
      if (!directory.keys(WORKSPACE).isEmpty()) {
        throw new Failure(
            ExitCode.REFUSED,
            "Expected a cluster without keys, but workspace "
                + WORKSPACE
                + " has "
                + directory.keys(WORKSPACE).size()
                + ". Make further ones with 'assent keys create' and an admin's key.");
      }
      return make(directory);
    }
  }

  private static void awaitRead(KafkaDirectory directory) {
    long deadline = System.nanoTime() + READ_WITHIN.toNanos();
    while (!directory.ready()) {
      if (System.nanoTime() > deadline) {
        throw new Failure(
            ExitCode.UNREACHABLE,
            "The directory topic could not be read within " + READ_WITHIN.toSeconds() + " s.");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "Interrupted while the directory topic was read.", e);
    }
  }

  private static NodeFiles.Keys make(KafkaDirectory directory) {
    NewKey initiator = key(Scope.INITIATOR, Kind.SERVICE, "initiator", Set.of());
    NewKey agent = key(Scope.AGENT, Kind.AGENT, anyAgent(), Set.of());
    NewKey approver = key(Scope.APPROVER, Kind.PERSON, "approver", EVERY_ROLE);
    NewKey admin = key(Scope.ADMIN, Kind.PERSON, "admin", EVERY_ROLE);
    for (NewKey key : List.of(initiator, agent, approver, admin)) {
      directory.put(key.entry()).join();
    }
    return new NodeFiles.Keys(
        initiator.secret(), agent.secret(), approver.secret(), admin.secret());
  }

  private static NewKey key(Scope scope, Kind kind, String owner, Set<String> roles) {
    String prefix = "assent_" + scope.name().toLowerCase(Locale.ROOT);
    return NewKey.create(prefix, WORKSPACE, kind, owner, Set.of(scope), roles, Instant.now());
  }

  private static String anyAgent() {
    return AgentAddress.SCHEME + WORKSPACE + "/*";
  }
}
