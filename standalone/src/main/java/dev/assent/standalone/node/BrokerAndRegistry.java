package dev.assent.standalone.node;

import dev.assent.standalone.broker.EmbeddedBroker;
import dev.assent.standalone.registry.RegistryServer;
import java.nio.file.Path;

/// Broker and registry as a program of their own, for services that run apart and are tried out on
/// one machine. Arguments: data folder, Kafka port, registry port. Runs until it is killed.
public final class BrokerAndRegistry {
  private BrokerAndRegistry() {}

  public static void main(String[] args) throws InterruptedException {
    RegistryServer registry = RegistryServer.bind(Integer.parseInt(args[2]));
    EmbeddedBroker broker =
        EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]), false);
    registry.serve(broker.bootstrapServers());
    Thread.currentThread().join();
  }
}
