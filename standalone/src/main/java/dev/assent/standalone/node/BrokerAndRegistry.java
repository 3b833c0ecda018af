package dev.assent.standalone.node;

import dev.assent.registry.RegistryServer;
import dev.assent.standalone.broker.BrokerOptions;
import dev.assent.standalone.broker.EmbeddedBroker;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.KafkaLogin;
import dev.assent.wire.registry.RegistryState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Broker and registry as a program of their own, for services that run apart and are tried out on
/// one machine. Arguments: data folder, Kafka port, registry port, and the file of Kafka client
/// properties by which they are let in, which is made when it is not there. Runs until it is
/// killed.
public final class BrokerAndRegistry {
  private BrokerAndRegistry() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path client = Path.of(args[3]);
    KafkaLogin login = KafkaLogin.read(client).orElseGet(KafkaLogin::fresh);
    KafkaLogin.write(client, login.clientProperties());
    RegistryServer registry = RegistryServer.bind(Integer.parseInt(args[2]));
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            new BrokerOptions(
                Path.of(args[0]), Integer.parseInt(args[1]), false, Optional.of(login)));
    registry.serve(broker.client(), new RegistryState(connection(broker, client)).places());
    Thread.currentThread().join();
  }

  /// Whoever has the login may do everything on this broker: seals add nothing here.
  private static Connection connection(EmbeddedBroker broker, Path client) {
    Map<String, String> settings =
        Map.of(
            "assent.kafka.bootstrap-servers",
            broker.bootstrapServers(),
            Connection.KAFKA_CONFIG,
            client.toString());
    return Connection.read(name -> Optional.ofNullable(settings.get(name)), Map.of());
  }
}
