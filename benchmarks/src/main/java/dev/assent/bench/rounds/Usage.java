package dev.assent.bench.rounds;

import dev.assent.bench.measure.ProcessUsage;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the processes under measurement, by name, have used so far.
///
/// @param client this very process
record Usage(Map<String, ProcessUsage> servers, ProcessUsage client) {
  private static final ProcessUsage UNKNOWN = new ProcessUsage(0, 0, 0);

  static Usage now(Map<String, Long> pids) {
    Map<String, ProcessUsage> servers = new LinkedHashMap<>();
    pids.forEach((name, pid) -> servers.put(name, ProcessUsage.of(pid).orElse(UNKNOWN)));
    return new Usage(servers, ProcessUsage.of(ProcessHandle.current().pid()).orElse(UNKNOWN));
  }

  /// CPU of the time since; memory as it is now.
  Usage since(Usage before) {
    Map<String, ProcessUsage> spent = new LinkedHashMap<>();
    servers.forEach(
        (name, usage) -> spent.put(name, spent(usage, before.servers.getOrDefault(name, UNKNOWN))));
    return new Usage(spent, spent(client, before.client));
  }

  double serverCpuSeconds() {
    return servers.values().stream().mapToDouble(ProcessUsage::cpuSeconds).sum();
  }

  private static ProcessUsage spent(ProcessUsage now, ProcessUsage before) {
    return new ProcessUsage(
        now.cpuSeconds() - before.cpuSeconds(), now.residentBytes(), now.residentBytesMax());
  }
}
