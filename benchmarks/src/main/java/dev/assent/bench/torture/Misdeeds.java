package dev.assent.bench.torture;

import dev.assent.contract.id.IntentId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What the hostile neighbours did, and what they were told. Written by many threads.
final class Misdeeds {
  private final Map<Long, Thrown> thrown = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Answered> answered = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Journal.Answered> wells = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Refused> refused = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger tables = new AtomicInteger();
  private final AtomicInteger otherFiles = new AtomicInteger();

  /// A batch on a public topic.
  ///
  /// @param taken the broker said that it has it; otherwise it may be there or not
  record Thrown(String topic, Poison poison, boolean taken) {}

  /// A poison answer, answered by a door.
  ///
  /// @param status of HTTP
  record Answered(String door, IntentId intent, int status) {}

  /// A submission with an ordinary form that was refused.
  record Refused(String key, int status, String why) {}

  /// A connection with half a request.
  ///
  /// @param after how long it was over
  record Ended(URI port, Duration after) {}

  void throwing(String topic, Poison poison) {
    thrown.put(poison.time(), new Thrown(topic, poison, false));
  }

  void taken(Poison poison) {
    thrown.computeIfPresent(poison.time(), (_, before) -> new Thrown(before.topic(), poison, true));
  }

  void answered(String door, IntentId intent, int status) {
    answered.add(new Answered(door, intent, status));
  }

  /// The good answer after the poison.
  void answeredWell(String mark, IntentId intent, Verdict verdict) {
    wells.add(new Journal.Answered(mark, intent, Way.HTTP, verdict));
  }

  void refusedSubmission(String key, int status, String why) {
    refused.add(new Refused(key, status, why));
  }

  void held() {
    held.incrementAndGet();
  }

  void ended(URI port, Duration after) {
    ended.add(new Ended(port, after));
  }

  /// @param table else another file of a store
  void damaged(boolean table) {
    (table ? tables : otherFiles).incrementAndGet();
  }

  /// By the time that their records have.
  Map<Long, Thrown> thrown() {
    return Map.copyOf(thrown);
  }

  List<Answered> answered() {
    return List.copyOf(answered);
  }

  List<Journal.Answered> answeredWell() {
    return List.copyOf(wells);
  }

  List<Refused> refused() {
    return List.copyOf(refused);
  }

  List<Ended> ended() {
    return List.copyOf(ended);
  }

  int connections() {
    return held.get();
  }

  int damagedTables() {
    return tables.get();
  }

  int damagedFiles() {
    return tables.get() + otherFiles.get();
  }
}
