package dev.assent.cli.audit;

import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.id.IntentId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Which audit records are wanted. What is empty does not matter.
///
/// @param since inclusive
/// @param until exclusive
/// @param intent a root's or a step intent's id
/// @param person who decided, or on whose behalf
record AuditFilter(
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<IntentId> intent,
    Optional<String> person,
    Optional<String> outcome) {

  boolean matches(AuditRecord record) {
    return since.map(from -> !record.at().isBefore(from)).orElse(true)
        && until.map(to -> record.at().isBefore(to)).orElse(true)
        && intent.map(id -> id.root().equals(record.intent().root())).orElse(true)
        && person.map(id -> by(record, id)).orElse(true)
        && outcome.map(word -> word(word).equals(word(record.outcome()))).orElse(true);
  }

  private static boolean by(AuditRecord record, String id) {
    return record.who().id().equals(id) || record.onBehalfOf().filter(id::equals).isPresent();
  }

  private static String word(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
