package dev.assent.bench.rounds;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.bench.measure.KafkaUsage;
import dev.assent.bench.measure.Latencies;
import dev.assent.bench.measure.ProcessUsage;
import dev.assent.bench.measure.TopicUsage;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/// What a run of rounds came to, for a person and for a program.
///
/// @param kafka what was written meanwhile, by topic
record RoundsReport(int inFlight, String door, ClosedLoop.Ran ran, Usage usage, KafkaUsage kafka) {
  private static final double MIB = 1024 * 1024;

  private Map<String, Latencies> latencies() {
    Map<String, Latencies> all = new LinkedHashMap<>();
    all.put("submit answered", of(t -> t.submitAnswered() - t.begin()));
    all.put("submit to agent", of(t -> t.delivered() - t.begin()));
    all.put("report answered", of(t -> t.reportAnswered() - t.delivered()));
    all.put("decision answered", of(t -> t.decisionAnswered() - t.decide()));
    all.put("decision to COMPLETED seen", of(t -> t.completed() - t.decide()));
    all.put("whole round", of(t -> t.completed() - t.begin()));
    return all;
  }

  private Latencies of(ToLongFunction<RoundTimes> part) {
    Latencies latencies = new Latencies();
    ran.times().forEach(times -> latencies.add(part.applyAsLong(times)));
    return latencies;
  }

  void print(PrintWriter out) {
    out.println(door);
    out.printf(
        Locale.ROOT,
        "%d rounds, %d in flight, %.1f s: %.1f rounds/s, %d failed%n%n",
        ran.times().size(),
        inFlight,
        ran.took().toNanos() / 1e9,
        ran.roundsPerSecond(),
        ran.failed());
    ran.failures().forEach(failure -> out.println("  " + failure));
    if (ran.times().isEmpty()) {
      out.flush();
      return;
    }
    out.printf("%-28s %9s %9s %9s %9s%n", "ms", "p50", "p95", "p99", "max");
    latencies().forEach((name, each) -> out.printf("%-28s %s%n", name, each.row()));
    out.printf("%n%-28s %9s %9s %9s %9s%n", "process", "CPU s", "/1000", "RSS MiB", "peak");
    usage.servers().forEach((name, used) -> process(out, name, used));
    process(out, "(this client)", usage.client());
    out.printf("%n%-62s %9s %9s%n", "Kafka, per round", "records", "bytes");
    kafka.topics().forEach((topic, written) -> topic(out, topic, written));
    topic(out, "all but Kafka's own topics", kafka.assents());
    topic(out, "Kafka's own topics", kafka.kafkas());
    out.flush();
  }

  private void process(PrintWriter out, String name, ProcessUsage used) {
    out.printf(
        Locale.ROOT,
        "%-28s %9.2f %9.2f %9.0f %9.0f%n",
        name,
        used.cpuSeconds(),
        used.cpuSeconds() * 1000 / ran.times().size(),
        used.residentBytes() / MIB,
        used.residentBytesMax() / MIB);
  }

  private void topic(PrintWriter out, String topic, TopicUsage written) {
    out.printf(
        Locale.ROOT,
        "%-62s %9.2f %9.0f%n",
        topic,
        perRound(written.records()),
        perRound(written.bytes()));
  }

  private double perRound(long total) {
    return (double) total / ran.times().size();
  }

  ObjectNode json() {
    ObjectNode node = object().put("door", door).put("in_flight", inFlight);
    node.put("rounds", ran.times().size()).put("failed", ran.failed());
    ran.failures().forEach(node.putArray("failures")::add);
    node.put("seconds", rounded(ran.took().toNanos() / 1e9));
    if (ran.times().isEmpty()) {
      return node;
    }
    node.put("rounds_per_second", rounded(ran.roundsPerSecond()));
    ObjectNode latencies = node.putObject("latencies");
    latencies().forEach((name, each) -> latencies.set(name.replace(' ', '_'), each.json()));
    node.put(
        "server_cpu_seconds_per_1000_rounds",
        rounded(usage.serverCpuSeconds() * 1000 / ran.times().size()));
    ObjectNode processes = node.putObject("processes");
    usage.servers().forEach((name, used) -> processes.set(name, json(used)));
    node.set("client", json(usage.client()));
    node.set("kafka_per_round", json(kafka.assents()));
    node.set("kafka_own_per_round", json(kafka.kafkas()));
    ObjectNode topics = node.putObject("topics_per_round");
    kafka.topics().forEach((topic, written) -> topics.set(topic, json(written)));
    return node;
  }

  private ObjectNode json(TopicUsage written) {
    return object()
        .put("records", rounded(perRound(written.records())))
        .put("bytes", rounded(perRound(written.bytes())));
  }

  private static ObjectNode json(ProcessUsage used) {
    return object()
        .put("cpu_seconds", rounded(used.cpuSeconds()))
        .put("resident_bytes", used.residentBytes())
        .put("resident_bytes_max", used.residentBytesMax());
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
