package dev.assent.cli.doctor;

import dev.assent.cli.base.Text;
import dev.assent.cli.kafka.Looks;
import dev.assent.wire.setup.BrokerSetup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;

/// Looks for transactions that somebody left open on our topics: nothing that lies behind one can
/// be read before it ends.
final class TransactionChecks {
  /// Ours are done within a fraction of a second, or are aborted after one.
  private static final Duration OPEN_FOR_LONG = Duration.ofSeconds(3);

  private final Clock clock;
  private final String topicPrefix;

  TransactionChecks(Clock clock, String topicPrefix) {
    this.clock = clock;
    this.topicPrefix = topicPrefix;
  }

  List<Check> run(Admin admin) {
    List<Check> checks = new ArrayList<>();
    checks.add(bound(admin));
    Collection<TransactionListing> old =
        Looks.await(
            admin
                .listTransactions(
                    new ListTransactionsOptions().filterOnDuration(OPEN_FOR_LONG.toMillis()))
                .all());
    List<String> ids = old.stream().map(TransactionListing::transactionalId).toList();
    Map<String, TransactionDescription> described =
        ids.isEmpty() ? Map.of() : Looks.await(admin.describeTransactions(ids).all());
    described.forEach((id, open) -> open(id, open).ifPresent(checks::add));
    return checks;
  }

  /// How long a client may leave one open.
  private static Check bound(Admin admin) {
    Optional<Duration> longest = BrokerSetup.longestTransaction(admin);
    String found = "may stay open for " + longest.map(Text::duration).orElse("a time unknown");
    return longest.filter(max -> max.compareTo(BrokerSetup.LONGEST_TRANSACTION) > 0).isEmpty()
        ? Check.ok("transactions", found)
        : Check.warn(
            "transactions",
            found,
            "Whoever may write to a public topic can stop it for as long: set the brokers'"
                + " transaction.max.timeout.ms to "
                + BrokerSetup.LONGEST_TRANSACTION.toMillis()
                + " (docs/kafka.md).");
  }

  private Optional<Check> open(String id, TransactionDescription open) {
    String ours =
        open.topicPartitions().stream()
            .filter(partition -> partition.topic().startsWith(topicPrefix + "assent."))
            .map(TopicPartition::toString)
            .sorted()
            .collect(Collectors.joining(", "));
    if (ours.isEmpty() || open.transactionStartTimeMs().isEmpty()) {
      return Optional.empty();
    }
    Instant since = Instant.ofEpochMilli(open.transactionStartTimeMs().getAsLong());
    Instant until = since.plusMillis(open.transactionTimeoutMs());
    return Optional.of(
        Check.warn(
            "open transaction",
            "'"
                + id
                + "' has had one open since "
                + since
                + " ("
                + Text.distance(since.toString(), clock.instant())
                + ") on "
                + ours,
            "What was written there after it is read only when it ends. Have its producer commit"
                + " or abort it; the broker aborts it at "
                + until
                + ", or at once when a producer with the same transactional.id starts"
                + " (docs/kafka.md)."));
  }
}
