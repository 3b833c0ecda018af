package dev.assent.notifier.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.plan.Message;
import dev.assent.notifier.plan.NotificationPlan;
import dev.assent.notifier.route.Delivery;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {
  private static final Retries RETRIES =
      new Retries(4, Duration.ofSeconds(1), Duration.ofSeconds(3));
  private static final Delivery DELIVERY = delivery();

  private static Delivery delivery() {
    Message asked =
        NotificationPlan.of(
                NotificationPlan.of(
                        Optional.empty(), Facts.created(Facts.ONCALL).batches().getFirst())
                    .context(),
                Facts.created().opened(Facts.ONCALL).batches().getLast())
            .messages()
            .getFirst();
    return new Delivery(asked, "fake", asked.to().getFirst(), "oncall@acme.example");
  }

  private final List<Duration> pauses = new ArrayList<>();

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void aMessageThatGoesOutIsSentAtOnce() {
    NotificationOutcome outcome = send(new Outcome.Sent());

    assertThat(outcome)
        .isEqualTo(
            new NotificationOutcome(
                Facts.INTENT + "/4/fake/role:sre_oncall",
                Optional.of(Facts.INTENT),
                4,
                "fake",
                "role:sre_oncall",
                Status.SENT,
                1,
                "",
                Facts.START));
    assertThat(pauses).isEmpty();
  }

  @Test
  void itIsTriedAgainWithGrowingPauses() {
    Outcome again = new Outcome.Retry("mail server is down");
    NotificationOutcome outcome = send(again, again, again, new Outcome.Sent());

    assertThat(outcome.status()).isEqualTo(Status.SENT);
    assertThat(outcome.attempts()).isEqualTo(4);
    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
  }

  @Test
  void itIsGivenUpAfterTheLastAttempt() {
    Outcome again = new Outcome.Retry("mail server is down");
    NotificationOutcome outcome = send(again, again, again, again);

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.attempts()).isEqualTo(4);
    assertThat(outcome.detail()).isEqualTo("given up: mail server is down");
  }

  @Test
  void whatCannotHelpIsNotTriedAgain() {
    NotificationOutcome outcome = send(new Outcome.Failed("no such address"));

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.attempts()).isEqualTo(1);
    assertThat(outcome.detail()).isEqualTo("no such address");
  }

  @Test
  void aChannelThatThrowsIsTriedAgain() {
    Iterator<Supplier<Outcome>> answers =
        List.<Supplier<Outcome>>of(
                () -> {
                  throw new IllegalStateException("secret");
                },
                Outcome.Sent::new)
            .iterator();

    NotificationOutcome outcome = sender(() -> answers.next().get()).send(DELIVERY);

    assertThat(outcome.status()).isEqualTo(Status.SENT);
    assertThat(outcome.attempts()).isEqualTo(2);
  }

  @Test
  void aStopWhileWaitingIsAFailureOnRecord() {
    Sender stopped =
        new Sender(
            channel(() -> new Outcome.Retry("mail server is down")),
            RETRIES,
            Clock.fixed(Facts.START, ZoneOffset.UTC),
            _ -> {
              throw new InterruptedException();
            });

    NotificationOutcome outcome = stopped.send(DELIVERY);

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.detail()).isEqualTo("stopped after: mail server is down");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void retriesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Retries(0, Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at least one attempt");
  }

  private NotificationOutcome send(Outcome... outcomes) {
    Iterator<Outcome> answers = List.of(outcomes).iterator();
    return sender(answers::next).send(DELIVERY);
  }

  private Sender sender(Supplier<Outcome> answers) {
    return new Sender(
        channel(answers), RETRIES, Clock.fixed(Facts.START, ZoneOffset.UTC), pauses::add);
  }

  private static Channel channel(Supplier<Outcome> answers) {
    return new Channel() {
      @Override
      public String name() {
        return "fake";
      }

      @Override
      public Outcome send(Delivery delivery) {
        return answers.get();
      }
    };
  }
}
