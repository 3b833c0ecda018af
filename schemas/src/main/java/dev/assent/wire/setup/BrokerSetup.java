package dev.assent.wire.setup;

import dev.assent.wire.connection.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.config.ConfigResource;

/// What Assent needs of a broker besides topics: two features, and settings for its Kafka Streams
/// groups, which since KIP-1071 live with the broker.
public final class BrokerSetup {
  private static final String MIN_SESSION = "group.streams.min.session.timeout.ms";
  private static final String MIN_HEARTBEAT = "group.streams.min.heartbeat.interval.ms";
  private static final String ASSIGNMENT_INTERVAL = "streams.assignment.interval.ms";

  private static final String MAX_TRANSACTION = "transaction.max.timeout.ms";

  /// How long any producer may leave a transaction open: what is written behind it on a public
  /// topic waits as long. Kafka Streams' own default, so its applications can work at such a
  /// broker.
  public static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(10);

  private BrokerSetup() {}

  /// How long the brokers let a transaction be open; empty when they do not say.
  public static Optional<Duration> longestTransaction(Admin admin) {
    return AdminCalls.brokerSetting(admin, MAX_TRANSACTION)
        .map(Long::valueOf)
        .map(Duration::ofMillis);
  }

  /// How soon a group notices a dead member, and how many spare copies of its state it keeps.
  ///
  /// @param session how long a member may be silent; its transactions' timeout should be about the
  ///   same, because the longer of the two is how long its work stands still (DESIGN section 7)
  /// @param heartbeat how often a member is heard of
  /// @param standbys how many instances besides the owner keep each piece of state
  public record Group(Duration session, Duration heartbeat, int standbys) {
    public static final Group DEFAULT = new Group(Duration.ofSeconds(1), Duration.ofMillis(200), 0);
  }

  /// Refuses a cluster that cannot keep Assent's promises.
  ///
  /// @throws UnfitBrokerException saying what is missing and how to get it
  public static void check(Connection connection) {
    try (Admin admin = Admin.create(connection.clientProperties())) {
      check(admin);
    }
  }

  public static void check(Admin admin) {
    Map<String, FinalizedVersionRange> features =
        AdminCalls.await("its features", admin.describeFeatures().featureMetadata())
            .finalizedFeatures();
    require(features, "transaction.version", 2, "transactions that no zombie can touch (KIP-890)");
    require(features, "streams.version", 1, "the Streams rebalance protocol (KIP-1071)");
  }

  private static void require(
      Map<String, FinalizedVersionRange> features, String name, int level, String why) {
    FinalizedVersionRange found = features.get(name);
    int actual = found == null ? 0 : found.maxVersionLevel();
    if (actual < level) {
      throw new UnfitBrokerException(
          "expected a Kafka cluster with "
              + name
              + " at "
              + level
              + " or higher for "
              + why
              + ", but it is at "
              + actual
              + ". Run brokers of Kafka 4.0 or newer (the Streams protocol needs 4.2), then"
              + " kafka-features.sh upgrade --feature "
              + name
              + "="
              + level);
    }
  }

  /// Sets a Kafka Streams group's takeover times. Brokers have lower bounds for two of them
  /// (`group.streams.min.…`, static settings); where a bound is higher than what is wanted, the
  /// bound is taken.
  ///
  /// @param applicationId the group's id
  public static void configure(Connection connection, String applicationId, Group group) {
    try (Admin admin = Admin.create(connection.clientProperties())) {
      configure(admin, applicationId, group);
    }
  }

  public static void configure(Admin admin, String applicationId, Group group) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, applicationId);
    List<AlterConfigOp> changes = new ArrayList<>();
    changes.add(set("streams.session.timeout.ms", atLeast(admin, MIN_SESSION, group.session())));
    changes.add(
        set("streams.heartbeat.interval.ms", atLeast(admin, MIN_HEARTBEAT, group.heartbeat())));
    changes.add(set("streams.num.standby.replicas", group.standbys()));
    changes.add(set("streams.initial.rebalance.delay.ms", 0));
    if (AdminCalls.setting(admin, resource, ASSIGNMENT_INTERVAL).isPresent()) {
      // Its default of a second freezes live members while others come and go.
      changes.add(set(ASSIGNMENT_INTERVAL, 0));
    }
    AdminCalls.await(
        "that it takes the settings of group " + applicationId,
        admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
  }

  private static long atLeast(Admin admin, String bound, Duration wanted) {
    long least = AdminCalls.brokerSetting(admin, bound).map(Long::valueOf).orElse(0L);
    return Math.max(least, wanted.toMillis());
  }

  private static AlterConfigOp set(String name, long value) {
    return new AlterConfigOp(new ConfigEntry(name, Long.toString(value)), AlterConfigOp.OpType.SET);
  }
}
