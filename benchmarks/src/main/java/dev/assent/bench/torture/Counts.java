package dev.assent.bench.torture;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// How much was done in a run.
///
/// @param submits idempotency keys whose submission was acknowledged
/// @param submitsThroughKafka those that were through the Kafka door
/// @param submitsThroughBoth those that were through both
/// @param events records on their topic; so are deliveries
public record Counts(
    int submits,
    int submitsThroughKafka,
    int submitsThroughBoth,
    int reports,
    int reportsThroughKafka,
    int decisions,
    int refused,
    int events,
    int deliveries) {

  static Counts of(Journal journal, Facts facts) {
    Set<String> overHttp = keys(journal, Way.HTTP);
    Set<String> overKafka = keys(journal, Way.KAFKA);
    Set<String> all = new HashSet<>(overHttp);
    all.addAll(overKafka);
    int reports = accepted(journal.reports());
    int decisions = accepted(journal.decisions());
    List<Journal.Answered> onTopic =
        journal.reports().stream().filter(one -> one.way() == Way.KAFKA).toList();
    return new Counts(
        all.size(),
        overKafka.size(),
        overHttp.size() + overKafka.size() - all.size(),
        reports,
        accepted(onTopic),
        decisions,
        journal.reports().size() + journal.decisions().size() - reports - decisions,
        facts.events().size(),
        facts.deliveries().size());
  }

  private static Set<String> keys(Journal journal, Way way) {
    return journal.submits().stream()
        .filter(submitted -> submitted.way() == way)
        .map(Journal.Submitted::key)
        .collect(Collectors.toSet());
  }

  private static int accepted(List<Journal.Answered> answered) {
    return (int) answered.stream().filter(one -> one.verdict().accepted()).count();
  }
}
