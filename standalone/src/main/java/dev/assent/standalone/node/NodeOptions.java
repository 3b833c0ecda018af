package dev.assent.standalone.node;

import java.nio.file.Path;

/// What a node is started with. A port of 0 chooses a free one.
///
/// @param data the folder with everything that outlives the process
/// @param fsync the broker flushes every batch to the disk before it acknowledges
public record NodeOptions(
    Path data, int gatewayPort, int approvalsPort, int registryPort, int kafkaPort, boolean fsync) {
  public static final int GATEWAY_PORT = 8100; // AXP clients' local default
  public static final int APPROVALS_PORT = 8101;
  public static final int REGISTRY_PORT = 8181;
  public static final int KAFKA_PORT = 19092;

  /// On free ports, for tests and the demo.
  public static NodeOptions onFreePorts(Path data) {
    return new NodeOptions(data, 0, 0, 0, 0, false);
  }
}
