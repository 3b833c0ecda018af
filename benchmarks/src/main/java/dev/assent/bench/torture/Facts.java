package dev.assent.bench.torture;

import dev.assent.contract.AuditRecord;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import java.time.Instant;
import java.util.List;

/// What the topics hold, each partition in its order.
///
/// @param readAt when reading began: what was due long before must have happened
record Facts(List<Happened> events, List<AuditRecord> audit, List<Result> results, Instant readAt) {
  Facts {
    events = List.copyOf(events);
    audit = List.copyOf(audit);
    results = List.copyOf(results);
  }
}
