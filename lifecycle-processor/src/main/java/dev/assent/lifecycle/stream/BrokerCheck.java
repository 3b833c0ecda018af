package dev.assent.lifecycle.stream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the cluster can keep our promises, and the settings of our group that live there. Asked
/// once, at start.
public final class BrokerCheck {
  private static final Logger LOGGER = LoggerFactory.getLogger(BrokerCheck.class);
  private static final long ANSWER_SECONDS = 60;

  /// The features without which the exactly-once promise or the quick takeover does not hold:
  /// KIP-890 and KIP-1071, both finalised by default in clusters that are 4.2 or newer.
  private static final Map<String, Short> NEEDED =
      Map.of("transaction.version", (short) 2, "streams.version", (short) 1);

  private final Admin admin;

  public BrokerCheck(Admin admin) {
    this.admin = admin;
  }

  /// @throws UnfitBrokerException when the cluster lacks a feature
  public void features() {
    Map<String, FinalizedVersionRange> finalized =
        await(admin.describeFeatures().featureMetadata()).finalizedFeatures();
    NEEDED.forEach(
        (feature, version) -> {
          FinalizedVersionRange found = finalized.get(feature);
          short level = found == null ? 0 : found.maxVersionLevel();
          if (level < version) {
            throw new UnfitBrokerException(
                "expected a Kafka cluster with %s %d or higher (kafka-features.sh upgrade --feature %s=%d), but its level is %d"
                    .formatted(feature, version, feature, version, level));
          }
        });
  }

  /// Sets what the broker allows. A cluster whose own minimum forbids a value still works, only its
  /// takeover is slower: that is said once and is no reason to stop.
  public void group(String group, Map<String, String> settings) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    settings.forEach(
        (name, value) -> {
          AlterConfigOp set =
              new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
          try {
            await(admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all());
          } catch (UnfitBrokerException e) {
            LOGGER
                .atWarn()
                .addKeyValue("setting", name)
                .addKeyValue("value", value)
                .addKeyValue("cause", e.getMessage())
                .log("The broker does not allow a setting of our group; takeover may be slower");
          }
        });
  }

  /// How many partitions the topic really has, whatever was configured for new ones.
  public int partitions(String topic) {
    return await(admin.describeTopics(List.of(topic)).allTopicNames())
        .values()
        .iterator()
        .next()
        .partitions()
        .size();
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new UnfitBrokerException("the Kafka cluster refused: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new UnfitBrokerException(
          "expected an answer of the Kafka cluster, but none came in " + ANSWER_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnfitBrokerException("interrupted while asking the Kafka cluster", e);
    }
  }
}
