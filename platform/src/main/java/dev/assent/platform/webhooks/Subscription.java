package dev.assent.platform.webhooks;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Hash;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import dev.assent.wire.directory.SealedSecret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A URL that is told of what happens in an inbox: a document of the directory, which the gateway
/// writes and the notifier reads.
///
/// @param ownerAgent whose inbox, as the subscriber wrote it; `*` is every inbox of the workspace
/// @param eventTypes [WebhookEvent.Type#wireName]s
/// @param secret what deliveries are signed with; without one they are not signed
/// @param since what happened earlier is not told: when it was made, or last made active again
/// @param revokedAt present once it was deleted
public record Subscription(
    String id,
    String ownerAgent,
    String callbackUrl,
    List<String> eventTypes,
    Optional<SealedSecret> secret,
    boolean active,
    Optional<String> description,
    Instant since,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> revokedAt) {
  /// The collection that subscriptions are documents of.
  public static final String COLLECTION = "webhooks";

  /// Events are dated by their doors' clocks, which may be as much behind the gateway's that made
  /// the subscription: told a little too much rather than too little.
  public static final Duration CLOCKS_APART = Duration.ofSeconds(10);

  private static final String ALL = "*";

  public Subscription {
    eventTypes = List.copyOf(eventTypes);
  }

  /// The same workspace, inbox and URL are the same subscription, at every gateway.
  public static String id(Workspace workspace, String ownerAgent, String url) {
    String owner = AgentAddress.spelled(ownerAgent, workspace);
    String all = workspace + "\n" + owner + "\n" + url;
    ByteBuffer hash = ByteBuffer.wrap(HexFormat.of().parseHex(Hash.of(all).hex()));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  public static Subscription of(DirectoryEntry.Document document) {
    return DocumentJson.read(document, Subscription.class);
  }

  /// The directory's key of its row.
  public static String row(Workspace workspace, String id) {
    return DirectoryEntry.Document.key(COLLECTION, workspace, id);
  }

  /// Whether anything is told here.
  public boolean listens() {
    return active && revokedAt.isEmpty();
  }

  /// Whether this event of its workspace is told here.
  public boolean wants(WebhookEvent event, Workspace workspace) {
    return listens()
        && eventTypes.contains(event.type().wireName())
        && isOf(event.owner(), workspace)
        && !event.toldFrom().isBefore(since.minus(CLOCKS_APART));
  }

  private boolean isOf(String owner, Workspace workspace) {
    String own = AgentAddress.spelled(ownerAgent, workspace);
    return own.equals(owner) || own.equals(AgentAddress.spelled(ALL, workspace));
  }

  /// Deleted: it stays to be shown, without its secret. The first deletion counts.
  public Subscription revoked(Instant now) {
    return new Subscription(
        id,
        ownerAgent,
        callbackUrl,
        eventTypes,
        Optional.empty(),
        false,
        description,
        since,
        createdAt,
        now,
        Optional.of(revokedAt.orElse(now)));
  }
}
