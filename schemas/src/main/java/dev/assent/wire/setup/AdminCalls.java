package dev.assent.wire.setup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/// Waiting for the broker's administration, with errors that say what was wanted.
public final class AdminCalls {
  private AdminCalls() {}

  /// @param what is asked for, for the message
  public static <T> T await(String what, KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw failed("to tell " + what, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  public static IllegalStateException failed(String what, @Nullable Throwable cause) {
    return new IllegalStateException("expected the broker " + what + ", but " + cause, cause);
  }

  public static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for the broker", e);
  }

  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// A setting of any one broker; empty when brokers do not know it.
  public static Optional<String> brokerSetting(Admin admin, String name) {
    Node broker = await("its nodes", admin.describeCluster().nodes()).iterator().next();
    return setting(admin, new ConfigResource(ConfigResource.Type.BROKER, broker.idString()), name);
  }

  /// A setting in force for a broker, a topic or a group; empty when brokers do not know it.
  static Optional<String> setting(Admin admin, ConfigResource resource, String name) {
    Config config =
        await("the settings of " + resource, admin.describeConfigs(List.of(resource)).all())
            .get(resource);
    return Optional.ofNullable(config).map(all -> all.get(name)).map(ConfigEntry::value);
  }
}
