package dev.assent.bench.torture;

import dev.assent.contract.id.IntentId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What the clients were answered. A request without an answer is not in it: nobody knows whether
/// it was done. Written by many threads.
final class Journal {
  private final ConcurrentLinkedQueue<Submitted> submits = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Refused> refused = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Answered> reports = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Answered> decisions = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> unheard = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> brokenDown = new ConcurrentLinkedQueue<>();
  private final Map<UUID, Sent> sent = new ConcurrentHashMap<>();

  /// @param key the idempotency key
  /// @param way through which it was acknowledged
  record Submitted(String key, IntentId intent, Way way) {}

  /// A submission that was refused.
  record Refused(String key, String code) {}

  /// @param mark a word that is in this request and in no other; empty where the request leaves
  ///   none
  record Answered(String mark, IntentId intent, Way way, Verdict verdict) {}

  /// Records of one request on a public topic.
  ///
  /// @param times how many were handed to the producer; a failed one may be there or not
  /// @param acknowledged how many of them the brokers said they have
  record Sent(int times, int acknowledged) {}

  void submitted(String key, IntentId intent, Way way) {
    submits.add(new Submitted(key, intent, way));
  }

  void refusedSubmission(String key, String code) {
    refused.add(new Refused(key, code));
  }

  void reported(String mark, IntentId intent, Way way, Verdict verdict) {
    reports.add(new Answered(mark, intent, way, verdict));
  }

  /// People decide over HTTP only.
  void decided(String mark, IntentId intent, Verdict verdict) {
    decisions.add(new Answered(mark, intent, Way.HTTP, verdict));
  }

  /// A client gave up.
  ///
  /// @param what a sentence: what it asked for, and what came of the last try
  void unheard(String what) {
    unheard.add(what);
  }

  /// A door answered 500: whatever is the matter with the node, it has to know what.
  void brokeDown(String detail) {
    brokenDown.add(detail);
  }

  void sending(UUID requestId) {
    sent.merge(
        requestId, new Sent(1, 0), (before, _) -> new Sent(before.times + 1, before.acknowledged));
  }

  void acknowledged(UUID requestId) {
    sent.computeIfPresent(
        requestId, (_, before) -> new Sent(before.times, before.acknowledged + 1));
  }

  List<Submitted> submits() {
    return List.copyOf(submits);
  }

  List<Refused> refused() {
    return List.copyOf(refused);
  }

  List<Answered> reports() {
    return List.copyOf(reports);
  }

  List<Answered> decisions() {
    return List.copyOf(decisions);
  }

  List<String> unheard() {
    return List.copyOf(unheard);
  }

  List<String> brokenDown() {
    return List.copyOf(brokenDown);
  }

  /// By request id.
  Map<UUID, Sent> sent() {
    return Map.copyOf(sent);
  }
}
