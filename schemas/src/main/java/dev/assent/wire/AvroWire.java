package dev.assent.wire;

import dev.assent.contract.Asked;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.wire.codec.AuditCodec;
import dev.assent.wire.codec.AvroCodec;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.codec.CommandCodec;
import dev.assent.wire.codec.DeliveryCodec;
import dev.assent.wire.codec.EventCodec;
import dev.assent.wire.codec.ResultCodec;
import dev.assent.wire.codec.WebhookCodec;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.directory.DirectoryCodec;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.notification.NotificationCodec;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.registry.OwnSchemas;
import dev.assent.wire.registry.PublicSchemas;
import dev.assent.wire.registry.RegistryUnavailableException;
import dev.assent.wire.registry.SchemaRegistryClient;
import dev.assent.wire.submissions.PublicRequest;
import dev.assent.wire.submissions.PublicRequestCodec;
import dev.assent.wire.submissions.SubmissionsCodec;
import dev.assent.wire.topic.Topics;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// The topics' codecs: Avro in the Confluent wire format, schemas in a registry. Safe for use by
/// many threads.
///
/// Encoding and decoding throw [RegistryUnavailableException] when a schema is needed that is not
/// yet known here and the registry does not answer: try again, the record itself may be good.
public final class AvroWire implements Wire {
  private final SchemaRegistryClient registry;
  private final Codec<Asked> commands;
  private final Codec<Happened> events;
  private final Codec<Result> results;
  private final Codec<Delivery> deliveries;
  private final Codec<AuditRecord> audit;
  private final Codec<DirectoryEntry> directory;
  private final Codec<NotificationOutcome> notifications;
  private final Codec<WebhookEvent> webhooks;
  private final Codec<PublicRequest.Submission> submissions;
  private final Codec<PublicRequest.Report> reports;
  private final SchemaRegistryClient quick;
  private final PublicSchemas publicSchemas;
  private final Topics topics;

  public AvroWire(SchemaRegistryClient registry, Topics topics) {
    this.registry = registry;
    commands = codec(topics.commands(), CommandCodec::toAvro, CommandCodec::fromAvro);
    events = codec(topics.events(), EventCodec::toAvro, EventCodec::fromAvro);
    results = codec(topics.results(), ResultCodec::toAvro, ResultCodec::fromAvro);
    audit = codec(topics.audit(), AuditCodec::toAvro, AuditCodec::fromAvro);
    directory = codec(topics.directory(), DirectoryCodec::toAvro, DirectoryCodec::fromAvro);
    notifications =
        codec(topics.notifications(), NotificationCodec::toAvro, NotificationCodec::fromAvro);
    webhooks = codec(topics.webhooks(), WebhookCodec::toAvro, WebhookCodec::fromAvro);
    this.topics = topics;
    quick = registry.quick();
    publicSchemas = new PublicSchemas(quick);
    submissions = new SubmissionsCodec(quick, topics);
    reports =
        new AvroCodec<>(
            quick,
            Schemas.named("Report"),
            _ -> topics.reports().name(),
            PublicRequestCodec::toAvro,
            PublicRequestCodec::fromAvro);
    deliveries =
        new AvroCodec<>(
            registry,
            Schemas.named("Delivery"),
            delivery -> topics.agent(delivery.agent()).name(),
            DeliveryCodec::toAvro,
            DeliveryCodec::fromAvro);
  }

  /// Our own schemas are known from the brokers, by what [OwnSchemas] says; the registry is asked
  /// for those of others only.
  ///
  /// @throws org.apache.kafka.common.KafkaException when the brokers do not give our schemas
  public static AvroWire connect(Connection connection) {
    return new AvroWire(
        SchemaRegistryClient.of(connection).knowing(() -> OwnSchemas.read(connection)),
        connection.topics());
  }

  /// Learns the ids of our own schemas of the public topics, so that genuine records can be read
  /// while the registry is away.
  public void learnPublicSchemas() {
    for (Topics.Topic topic : List.of(topics.submissions(), topics.reports())) {
      for (String record : topic.subjects()) {
        Schema schema = Schemas.published(Schemas.named(record));
        registry.lookUp(Schemas.subject(topic.name(), schema), schema);
      }
    }
  }

  /// Why a value of a public topic cannot be read for want of its schema. Asks the registry, so it
  /// may take a second; what is learnt is kept, also that there is no such schema.
  public Optional<String> unreadable(byte @Nullable [] value) {
    return publicSchemas.unreadable(value);
  }

  private <T, A extends SpecificRecord> Codec<T> codec(
      Topics.Topic topic, Function<T, A> toAvro, Function<A, T> fromAvro) {
    return new AvroCodec<>(
        registry, Schemas.named(topic.subjects().getFirst()), _ -> topic.name(), toAvro, fromAvro);
  }

  @Override
  public Codec<Asked> commands() {
    return commands;
  }

  @Override
  public Codec<Happened> events() {
    return events;
  }

  @Override
  public Codec<Result> results() {
    return results;
  }

  @Override
  public Codec<Delivery> deliveries() {
    return deliveries;
  }

  @Override
  public Codec<AuditRecord> audit() {
    return audit;
  }

  @Override
  public Codec<DirectoryEntry> directory() {
    return directory;
  }

  @Override
  public Codec<NotificationOutcome> notifications() {
    return notifications;
  }

  @Override
  public Codec<WebhookEvent> webhooks() {
    return webhooks;
  }

  @Override
  public Codec<PublicRequest.Submission> submissions() {
    return submissions;
  }

  @Override
  public Codec<PublicRequest.Report> reports() {
    return reports;
  }
}
