package dev.assent.standalone.node;

import java.nio.file.Path;

/// What a node is started with. A port of 0 chooses a free one.
///
/// @param data the folder with everything that outlives the process
/// @param partitions of topics that are not there yet
/// @param fsync the broker flushes every batch to the disk before it acknowledges
/// @param insecureKafka the broker lets in every user and program of this machine
/// @param variables whether services take settings from the environment, too
public record NodeOptions(
    Path data,
    int gatewayPort,
    int approvalsPort,
    int registryPort,
    int kafkaPort,
    int partitions,
    boolean fsync,
    boolean insecureKafka,
    boolean variables) {
  public static final int GATEWAY_PORT = 8100; // AXP clients' local default
  public static final int APPROVALS_PORT = 8101;
  public static final int REGISTRY_PORT = 8181;
  public static final int KAFKA_PORT = 19092;

  /// One thread processes them all, and each further partition that a transaction touches is one
  /// more batch to write, to mark and to fetch (ADR 0023).
  public static final int PARTITIONS = 1;

  /// On free ports, for tests and the demo, whatever the environment says: with somebody's channel
  /// real people would hear of them.
  public static NodeOptions onFreePorts(Path data) {
    return new NodeOptions(data, 0, 0, 0, 0, PARTITIONS, false, false, false);
  }
}
