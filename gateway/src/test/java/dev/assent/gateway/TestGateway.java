package dev.assent.gateway;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.keys.NewKey;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// A running gateway with a key of each kind.
final class TestGateway implements AutoCloseable {
  static final Workspace WORKSPACE = new Workspace("local", "default");

  private final EmbeddedServer server;
  private final Http initiator;
  private final Http agent;
  private final Http approver;
  private final Http admin;

  private TestGateway(EmbeddedServer server) {
    this.server = server;
    initiator = key(WORKSPACE, Principal.Kind.SERVICE, "initiator", Scope.INITIATOR, Set.of());
    agent = key(WORKSPACE, Principal.Kind.AGENT, "agent://local/default/*", Scope.AGENT, Set.of());
    approver = key(WORKSPACE, Principal.Kind.PERSON, "approver", Scope.APPROVER, Set.of("*"));
    admin = key(WORKSPACE, Principal.Kind.PERSON, "admin", Scope.ADMIN, Set.of("*"));
  }

  /// Over an [InMemoryNode].
  static TestGateway inMemory() {
    return inMemory(Map.of());
  }

  static TestGateway inMemory(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("assent.test.node", "memory");
    return start(all);
  }

  static TestGateway start(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("micronaut.server.port", -1);
    all.putIfAbsent("assent.gateway.policies.open", true);
    return new TestGateway(GatewayApplication.start(all));
  }

  Http key(Workspace workspace, Principal.Kind kind, String owner, Scope scope, Set<String> roles) {
    NewKey key =
        NewKey.create("assent_test", workspace, kind, owner, Set.of(scope), roles, Instant.now());
    server.getApplicationContext().getBean(Directory.class).put(key.entry()).join();
    return anonymous().key(key.secret());
  }

  Http anonymous() {
    return new Http(server.getURI(), Map.of());
  }

  Http initiator() {
    return initiator;
  }

  Http agent() {
    return agent;
  }

  Http approver() {
    return approver;
  }

  Http admin() {
    return admin;
  }

  /// Only of a gateway that is in memory.
  InMemoryNode node() {
    return server.getApplicationContext().getBean(InMemoryNode.class);
  }

  <T> T bean(Class<T> type) {
    return server.getApplicationContext().getBean(type);
  }

  EmbeddedServer server() {
    return server;
  }

  @Override
  public void close() {
    server.getApplicationContext().stop();
  }
}
