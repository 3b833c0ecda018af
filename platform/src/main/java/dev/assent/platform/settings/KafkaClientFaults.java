package dev.assent.platform.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.errors.TimeoutException;

/// What Kafka's own clients would refuse, or did not get.
final class KafkaClientFaults {
  private KafkaClientFaults() {}

  /// @param where goes before a property's name
  static List<String> of(String where, Map<String, String> given) {
    List<String> faults = new ArrayList<>();
    for (ConfigValue value : AdminClientConfig.configDef().validate(given)) {
      if (given.containsKey(value.name()) && !value.errorMessages().isEmpty()) {
        faults.add(
            "expected "
                + where
                + value.name()
                + " to be as Kafka wants it, but "
                + value.errorMessages().getFirst());
      }
    }
    return faults;
  }

  /// Whether the brokers did not answer.
  static boolean isSilence(Throwable failure) {
    return failure instanceof TimeoutException;
  }
}
