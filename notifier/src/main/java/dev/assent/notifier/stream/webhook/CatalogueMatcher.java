package dev.assent.notifier.stream.webhook;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.value.Json;
import dev.assent.platform.log.SparseLog;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// Accepted invites and revoked sessions become events: the directory's rows say so, whoever wrote
/// them. A row that is written again is the same event.
final class CatalogueMatcher implements Processor<byte[], byte[], byte[], byte[]> {
  private static final SparseLog LINES = SparseLog.of(CatalogueMatcher.class);
  private static final String INVITES = "invites";

  private final Codec<DirectoryEntry> directory;
  private final Matching matching;
  private @Nullable ProcessorContext<byte[], byte[]> context;

  CatalogueMatcher(Codec<DirectoryEntry> directory, Matching matching) {
    this.directory = directory;
    this.matching = matching;
  }

  /// What is read of an invite here; the gateway writes it.
  private record Invite(String ownerAgent, Optional<Instant> acceptedAt, Optional<String> userId) {}

  @Override
  public void init(ProcessorContext<byte[], byte[]> opened) {
    context = opened;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ProcessorContext<byte[], byte[]> to = context();
    if (record.value() == null) {
      return; // the row is gone
    }
    try {
      List<WebhookEvent> events = event(directory.decode(record.value())).stream().toList();
      matching.forward(events, to, Names.CATALOGUE_EVENTS);
    } catch (KafkaException | RegistryUnavailableException e) {
      throw e; // the broker or the registry failed, not the record: it is read again
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // As every reader of the directory does: a newer program may have written it.
      LINES.at(Level.ERROR, e).setCause(e).log("A directory entry cannot be read");
    }
  }

  private ProcessorContext<byte[], byte[]> context() {
    if (context == null) {
      throw new IllegalStateException("expected an initialised processor, but got a record first");
    }
    return context;
  }

  private static Optional<WebhookEvent> event(DirectoryEntry entry) {
    return switch (entry) {
      case DirectoryEntry.Document document ->
          document.collection().equals(INVITES)
              ? accepted(document, DocumentJson.read(document, Invite.class))
              : Optional.empty();
      case DirectoryEntry.Key key -> key.isSession() ? revoked(key) : Optional.empty();
      case DirectoryEntry.Agent _, DirectoryEntry.Policy _ -> Optional.empty();
    };
  }

  private static Optional<WebhookEvent> accepted(DirectoryEntry.Document document, Invite invite) {
    return invite
        .acceptedAt()
        .map(
            at ->
                WebhookEvent.of(
                    document.workspace(),
                    AgentAddress.spelled(invite.ownerAgent(), document.workspace()),
                    WebhookEvent.Type.INVITE_ACCEPTED,
                    at,
                    document.key(),
                    Json.object(
                        Map.of(
                            "owner_agent", Json.string(invite.ownerAgent()),
                            "user_id", Json.string(invite.userId().orElse("")),
                            "accepted_at", Json.string(at.toString())))));
  }

  private static Optional<WebhookEvent> revoked(DirectoryEntry.Key key) {
    return key.revokedAt()
        .map(
            at ->
                WebhookEvent.of(
                    key.workspace(),
                    AgentAddress.spelled(key.owner(), key.workspace()),
                    WebhookEvent.Type.SESSION_REVOKED,
                    at,
                    key.key(),
                    Json.object(
                        Map.of(
                            "owner", Json.string(key.owner()),
                            "session_id", Json.string(key.keyId()),
                            "revoked_at", Json.string(at.toString())))));
  }
}
