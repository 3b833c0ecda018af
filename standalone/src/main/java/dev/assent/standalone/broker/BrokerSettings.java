package dev.assent.standalone.broker;

import dev.assent.wire.connection.KafkaLogin;
import dev.assent.wire.setup.BrokerSetup;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/// The configuration of the embedded broker: one node, loopback only, small.
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private static final String CLIENT = "CLIENT";

  private BrokerSettings() {}

  static Map<String, Object> of(BrokerOptions options, int port, int controllerPort) {
    Map<String, Object> settings = new HashMap<>();
    listeners(settings, port, controllerPort);
    options
        .login()
        .ifPresentOrElse(
            login -> letIn(settings, login, options.restricted()), () -> letEverybodyIn(settings));
    settings.put("log.dirs", options.folder().toString());
    oneNode(settings);
    quick(settings);
    small(settings);
    if (options.fsync()) {
      settings.put("log.flush.interval.messages", "1");
    }
    return settings;
  }

  private static void listeners(Map<String, Object> settings, int port, int controllerPort) {
    String client = CLIENT + "://" + Loopback.HOST + ":" + port;
    String controller = CONTROLLER + "://" + Loopback.HOST + ":" + controllerPort;
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", NODE_ID);
    settings.put("controller.quorum.voters", NODE_ID + "@" + Loopback.HOST + ":" + controllerPort);
    settings.put("listeners", client + "," + controller);
    settings.put("advertised.listeners", client);
    settings.put("inter.broker.listener.name", CLIENT);
    settings.put("controller.listener.names", CONTROLLER);
  }

  /// On both listeners: who reaches the controller needs no broker to make and delete topics.
  private static void letIn(
      Map<String, Object> settings, KafkaLogin login, List<KafkaLogin> restricted) {
    protocol(settings, KafkaLogin.PROTOCOL);
    if (!restricted.isEmpty()) {
      restrict(settings, login);
    }
    settings.put("sasl.enabled.mechanisms", KafkaLogin.MECHANISM);
    settings.put("sasl.mechanism.inter.broker.protocol", KafkaLogin.MECHANISM);
    settings.put("sasl.mechanism.controller.protocol", KafkaLogin.MECHANISM);
    for (String listener : new String[] {CLIENT, CONTROLLER}) {
      String prefix = "listener.name." + listener + "." + KafkaLogin.MECHANISM + ".";
      String mechanism = prefix.toLowerCase(Locale.ROOT);
      settings.put(mechanism + "sasl.jaas.config", ScramLogin.jaas(login, restricted));
      settings.put(mechanism + "sasl.server.callback.handler.class", ScramLogin.class.getName());
    }
  }

  /// Only where it is needed: it is asked at each request.
  private static void restrict(Map<String, Object> settings, KafkaLogin all) {
    settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
    settings.put("super.users", "User:" + all.username());
  }

  private static void letEverybodyIn(Map<String, Object> settings) {
    protocol(settings, "PLAINTEXT");
  }

  private static void protocol(Map<String, Object> settings, String name) {
    settings.put(
        "listener.security.protocol.map", CLIENT + ":" + name + "," + CONTROLLER + ":" + name);
  }

  private static void oneNode(Map<String, Object> settings) {
    for (String topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      settings.put(topic + ".replication.factor", "1");
      settings.put(topic + ".num.partitions", "4");
      // Read whole before the first group can be joined; only what is not the newest segment is
      // compacted. 100 MiB by default.
      settings.put(topic + ".segment.bytes", "4194304");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("auto.create.topics.enable", "false");
  }

  /// Waits that cost latency or takeover time and protect nothing here (DESIGN section 7). The
  /// retry's `.max.ms` stays at its default: a small one pushes the retry to the client.
  private static void quick(Map<String, Object> settings) {
    settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
    settings.put(
        "transaction.max.timeout.ms",
        String.valueOf(BrokerSetup.LONGEST_TRANSACTION.toMillis())); // 15 min by default
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "100");
    // The only broker: to fence it because the machine stood still would help nobody. A killed one
    // is not waited for (KilledBroker).
    settings.put("broker.session.timeout.ms", "60000");
    settings.put("broker.heartbeat.interval.ms", "250");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.streams.initial.rebalance.delay.ms", "0");
    settings.put("group.streams.assignment.interval.ms", "0");
    // What a group gets that asks for nothing. After a kill its next members wait for the end of
    // the dead ones' sessions: 45 s by default.
    settings.put("group.streams.session.timeout.ms", "2000");
    settings.put("group.streams.heartbeat.interval.ms", "300");
    // The least a group may ask for.
    settings.put("group.streams.min.session.timeout.ms", "500");
    settings.put("group.streams.min.heartbeat.interval.ms", "100");
    settings.put("group.consumer.min.session.timeout.ms", "500");
    settings.put("group.consumer.min.heartbeat.interval.ms", "100");
    settings.put("group.min.session.timeout.ms", "500");
  }

  private static void small(Map<String, Object> settings) {
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("group.coordinator.threads", "2");
    settings.put("share.coordinator.threads", "1");
    settings.put("num.recovery.threads.per.data.dir", "2");
    settings.put("log.cleaner.dedupe.buffer.size", "4194304"); // 128 MiB of heap by default
    settings.put("log.cleaner.io.buffer.size", "131072");
    settings.put("transaction.state.log.load.buffer.size", "1048576");
    settings.put("offsets.load.buffer.size", "1048576");
    settings.put("metric.reporters", "");
    settings.put("metadata.max.idle.interval.ms", "0"); // no empty record and flush twice a second
  }
}
