package dev.assent.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Json;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import dev.assent.wire.directory.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private static final Workspace WORKSPACE = new Workspace("acme", "prod");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String URL = "https://integrator.example/webhooks/axme";
  private static final Subscription PLAIN =
      new Subscription(
          Subscription.id(WORKSPACE, "bot", URL),
          "bot",
          URL,
          List.of("inbox.thread_created"),
          Optional.of(new SealedSecret("1.x", "2026")),
          true,
          Optional.empty(),
          NOON,
          NOON,
          NOON,
          Optional.empty());

  private static WebhookEvent event(String owner, WebhookEvent.Type type, Instant at) {
    return WebhookEvent.of(WORKSPACE, owner, type, at, "x", Json.EMPTY);
  }

  private static boolean wants(WebhookEvent event) {
    return PLAIN.wants(event, WORKSPACE);
  }

  @Test
  void theSameInboxAndUrlAreTheSameSubscription_howeverTheOwnerIsSpelt() {
    assertThat(Subscription.id(WORKSPACE, "agent://acme/prod/bot", URL)).isEqualTo(PLAIN.id());
    assertThat(UUID.fromString(PLAIN.id()).version()).isEqualTo(8);
    assertThat(
            Set.of(
                PLAIN.id(),
                Subscription.id(WORKSPACE, "bot", URL + "?x"),
                Subscription.id(WORKSPACE, "cat", URL),
                Subscription.id(new Workspace("acme", "test"), "bot", URL)))
        .hasSize(4);
  }

  @Test
  void itWantsTheTypesItNamedInItsOwnersInbox() {
    String bot = "agent://acme/prod/bot";
    assertThat(wants(event(bot, WebhookEvent.Type.THREAD_CREATED, NOON))).isTrue();
    assertThat(wants(event(bot, WebhookEvent.Type.THREAD_UPDATED, NOON))).isFalse();
    assertThat(wants(event("agent://acme/prod/cat", WebhookEvent.Type.THREAD_CREATED, NOON)))
        .isFalse();
  }

  @Test
  void aStarIsEveryInboxOfTheWorkspace() {
    Subscription all =
        new Subscription(
            Subscription.id(WORKSPACE, "*", URL),
            "*",
            URL,
            PLAIN.eventTypes(),
            Optional.empty(),
            true,
            Optional.empty(),
            NOON,
            NOON,
            NOON,
            Optional.empty());

    assertThat(
            all.wants(
                event("agent://acme/prod/cat", WebhookEvent.Type.THREAD_CREATED, NOON), WORKSPACE))
        .isTrue();
  }

  @Test
  void whatHappenedLongBeforeItIsNotToldUnlessItIsReplayed() {
    Duration apart = Subscription.CLOCKS_APART;
    WebhookEvent just =
        event("agent://acme/prod/bot", WebhookEvent.Type.THREAD_CREATED, NOON.minus(apart));
    WebhookEvent early =
        event(
            "agent://acme/prod/bot",
            WebhookEvent.Type.THREAD_CREATED,
            NOON.minus(apart).minusMillis(1));

    assertThat(wants(just)).isTrue();
    assertThat(wants(early)).isFalse();
    assertThat(wants(early.replayed(NOON))).isTrue();
  }

  @Test
  void whatWasDeletedIsToldNothing_andItsSecretIsGone() {
    Subscription revoked = PLAIN.revoked(NOON.plusSeconds(1));

    assertThat(
            revoked.wants(
                event("agent://acme/prod/bot", WebhookEvent.Type.THREAD_CREATED, NOON), WORKSPACE))
        .isFalse();
    assertThat(revoked.secret()).isEmpty();
    assertThat(revoked.revoked(NOON.plusSeconds(9)).revokedAt()).contains(NOON.plusSeconds(1));
  }

  @Test
  void itIsReadAsItWasWritten_withFieldsThatALaterVersionAdded() {
    String written = DocumentJson.write(PLAIN).text();
    Json later = new Json("{\"zz\":1," + written.substring(1));

    assertThat(
            Subscription.of(
                new DirectoryEntry.Document(
                    Subscription.COLLECTION, WORKSPACE, PLAIN.id(), later, Set.of(), NOON)))
        .isEqualTo(PLAIN);
  }
}
