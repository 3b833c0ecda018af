package dev.assent.cli.audit;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Text;
import dev.assent.cli.base.Times;
import dev.assent.cli.kafka.Brokers;
import dev.assent.cli.kafka.TopicReplay;
import dev.assent.cli.session.Session;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.id.IntentId;
import dev.assent.wire.AvroWire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.format.WireException;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    description = "The trail: who decided what, when, on exactly which content.")
public final class AuditCommand {
  private final Session session;
  private final Clock clock;

  public AuditCommand(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  /// What is wanted of the trail.
  static final class Wanted {
    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "From then on: " + Times.FORMS + ".")
    @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only before then.")
    @Nullable String until;

    @Option(names = "--intent", paramLabel = "INTENT", description = "Only this intent.")
    @Nullable String intent;

    @Option(
        names = "--person",
        paramLabel = "PERSON",
        description = "Only what this person decided, or somebody else for them.")
    @Nullable String person;

    @Option(names = "--outcome", description = "Only this outcome, for example approved.")
    @Nullable String outcome;

    AuditFilter filter(Instant now) {
      return new AuditFilter(
          Optional.ofNullable(since).map(text -> Times.parse("--since", text, now)),
          Optional.ofNullable(until).map(text -> Times.parse("--until", text, now)),
          Optional.ofNullable(intent).map(Wanted::id),
          Optional.ofNullable(person),
          Optional.ofNullable(outcome));
    }

    private static IntentId id(String text) {
      try {
        return IntentId.parse(text);
      } catch (IllegalArgumentException e) {
        throw new Failure(
            ExitCode.USAGE,
            "--intent: expected an intent's id (a UUID), but got '" + text + "'.",
            e);
      }
    }
  }

  @Command(
      name = "replay",
      description = {
        "Print the audit trail straight from its topic, in the order of time, decisions and refused"
            + " decisions alike. It reads to the present end and stops.",
        "Exits with 1 when a record could not be read."
      })
  int replay(
      @Mixin Wanted wanted,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "text",
              description =
                  "text, json (an array) or csv (default: text). --json is --format json.")
          AuditFormat format,
      @Option(
              names = {"-f", "--follow"},
              description = "Go on with what comes; json is then one record a line.")
          boolean follow,
      @Mixin Brokers brokers) {
    AuditFilter filter = wanted.filter(clock.instant());
    if (follow && filter.until().isPresent()) {
      throw new Failure(ExitCode.USAGE, "--follow never ends and --until does: give one of them.");
    }
    Brokers.quiet(session.terminal());
    Connection connection = session.connection(brokers.properties());
    AuditFormat as = session.json() ? AuditFormat.JSON : format;
    AuditPrinter printer = new AuditPrinter(as, follow, session.out());
    try {
      return read(connection, filter, follow, printer);
    } catch (RegistryUnavailableException e) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          "The schema registry at "
              + connection.registryUrl()
              + " does not answer, and a record's schema is known nowhere else. 'assent doctor'"
              + " looks what is wrong.",
          e);
    } catch (KafkaException e) {
      throw Brokers.failure(session, e);
    }
  }

  private int read(
      Connection connection, AuditFilter filter, boolean follow, AuditPrinter printer) {
    Reader reader = new Reader(AvroWire.connect(connection).audit());
    Predicate<AuditEntry> each =
        entry -> {
          if (filter.matches(entry.record())) {
            printer.print(entry);
          }
          return !printer.closed();
        };
    try (KafkaConsumer<byte[], byte[]> consumer = Brokers.consumer(connection.clientProperties())) {
      TopicReplay<AuditEntry> replay =
          new TopicReplay<>(consumer, reader::decode, entry -> entry.record().at());
      printer.begin();
      boolean ended =
          replay.read(
              Brokers.partitions(consumer, connection.topics().audit().name()),
              filter.since(),
              filter.until(),
              each);
      if (ended && follow) {
        replay.follow(each);
      }
      printer.end();
    }
    return reader.unreadable == 0 ? ExitCode.DONE.code() : ExitCode.FAILED.code();
  }

  /// A record that cannot be read is named and counted; the rest of the trail is still printed.
  private final class Reader {
    private final Codec<AuditRecord> codec;
    private long unreadable;

    private Reader(Codec<AuditRecord> codec) {
      this.codec = codec;
    }

    private Optional<AuditEntry> decode(ConsumerRecord<byte[], byte[]> record) {
      try {
        return Optional.of(
            new AuditEntry(codec.decode(record.value()), record.partition(), record.offset()));
      } catch (WireException e) {
        unreadable++;
        session.remark(
            "assent: partition "
                + record.partition()
                + ", offset "
                + record.offset()
                + " cannot be read: "
                + Text.line(String.valueOf(e.getMessage())));
        return Optional.empty();
      }
    }
  }
}
