package dev.assent.bench.torture;

import dev.assent.contract.IntentId;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What the clients were answered. A request without an answer is not in it: nobody knows whether
/// it was done. Written by many threads.
final class Journal {
  private final ConcurrentLinkedQueue<Submitted> submits = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Answered> reports = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Answered> decisions = new ConcurrentLinkedQueue<>();

  /// @param key the idempotency key
  record Submitted(String key, IntentId intent) {}

  /// @param mark a word that is in this request and in no other
  record Answered(String mark, IntentId intent, boolean accepted) {}

  void submitted(String key, IntentId intent) {
    submits.add(new Submitted(key, intent));
  }

  void reported(String mark, IntentId intent, boolean accepted) {
    reports.add(new Answered(mark, intent, accepted));
  }

  void decided(String mark, IntentId intent, boolean accepted) {
    decisions.add(new Answered(mark, intent, accepted));
  }

  List<Submitted> submits() {
    return List.copyOf(submits);
  }

  List<Answered> reports() {
    return List.copyOf(reports);
  }

  List<Answered> decisions() {
    return List.copyOf(decisions);
  }
}
