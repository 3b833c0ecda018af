package dev.assent.bench.cluster;

import java.util.List;

/// How the parts are started as processes. Who holds all of them knows; this module knows none.
public interface Programs {
  /// A command line of `assent`; arguments are added to it.
  List<String> assent();

  /// Broker and registry. Its arguments: data folder, Kafka port, registry port.
  List<String> broker();

  /// One of the services, told by environment variables where the others are.
  List<String> service(Service service);

  /// The four services.
  enum Service {
    LIFECYCLE_PROCESSOR,
    GATEWAY,
    APPROVAL_SERVICE,
    NOTIFIER;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
