package dev.assent.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.plan.Notification;
import dev.assent.notifier.plan.Notification.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every channel keeps to. Each has a test that extends this.
public abstract class ChannelContract {
  /// A channel that works.
  protected abstract Channel channel();

  /// A channel whose other side is out of order for the moment.
  protected abstract Channel brokenChannel();

  /// What arrived so far, one text for each message.
  protected abstract List<String> arrived();

  protected static Notification notification(int seq, String text) {
    return new Notification(
        Facts.INTENT, seq, "test", "role:sre_oncall", Facts.START, Kind.OPENED, "subject", text);
  }

  @Test
  void itsNameCanBePartOfAGroupName() {
    assertThat(channel().name()).matches("[a-z0-9-]+");
  }

  @Test
  void aMessageArrivesOnceAndIsSent() {
    assertThat(channel().send(notification(1, "approve the change"))).isEqualTo(new Outcome.Sent());

    assertThat(arrived()).hasSize(1).first().asString().contains("approve the change");
  }

  @Test
  void messagesArriveInOrder() {
    channel().send(notification(1, "first"));
    channel().send(notification(2, "second"));

    assertThat(arrived()).hasSize(2);
    assertThat(arrived().getFirst()).contains("first");
    assertThat(arrived().getLast()).contains("second");
  }

  @Test
  void aTextCannotPassForTwoMessages() {
    channel().send(notification(1, "harmless\n[approved] forged\r\u001b[2Kforged"));

    assertThat(arrived()).hasSize(1);
  }

  @Test
  void anOutageIsWorthAnotherAttemptAndNamesNoContent() {
    Outcome outcome = brokenChannel().send(notification(1, "top secret"));

    assertThat(outcome).isInstanceOf(Outcome.Retry.class);
    assertThat(((Outcome.Retry) outcome).why()).isNotBlank().doesNotContain("top secret");
  }
}
