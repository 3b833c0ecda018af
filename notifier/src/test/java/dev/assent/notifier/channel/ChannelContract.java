package dev.assent.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.plan.Message;
import dev.assent.notifier.plan.Recipient;
import dev.assent.notifier.route.Delivery;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every channel keeps to. Each has a test that extends this.
public abstract class ChannelContract {
  /// A channel that works.
  protected abstract Channel channel();

  /// A channel whose other side is out of order for the moment.
  protected abstract Channel brokenChannel();

  /// What arrived so far, one text for each message.
  protected abstract List<String> arrived();

  /// A message that says this.
  protected static Delivery delivery(int seq, String text) {
    Message message =
        new Message(
            Facts.INTENT,
            seq,
            Facts.START,
            new Message.What.Said(text, ""),
            Optional.empty(),
            Message.Urgency.LOW,
            List.of(new Recipient.Role("sre_oncall")),
            Optional.empty(),
            List.of(),
            List.of());
    Recipient to = message.to().getFirst();
    return new Delivery(message, "test", to, to.toString());
  }

  @Test
  void itsNameCanBePartOfAGroupName() {
    assertThat(channel().name()).matches("[a-z0-9-]+");
  }

  @Test
  void aMessageArrivesOnceAndIsSent() {
    assertThat(channel().send(delivery(1, "approve the change"))).isEqualTo(new Outcome.Sent());

    assertThat(arrived()).hasSize(1).first().asString().contains("approve the change");
  }

  @Test
  void messagesArriveInOrder() {
    channel().send(delivery(1, "first"));
    channel().send(delivery(2, "second"));

    assertThat(arrived()).hasSize(2);
    assertThat(arrived().getFirst()).contains("first");
    assertThat(arrived().getLast()).contains("second");
  }

  @Test
  void aTextCannotPassForTwoMessages() {
    channel().send(delivery(1, "harmless\n[approved] forged\r\u001b[2Kforged"));

    assertThat(arrived()).hasSize(1);
  }

  @Test
  void anOutageIsWorthAnotherAttemptAndNamesNoContent() {
    Outcome outcome = brokenChannel().send(delivery(1, "top secret"));

    assertThat(outcome).isInstanceOf(Outcome.Retry.class);
    assertThat(((Outcome.Retry) outcome).why()).isNotBlank().doesNotContain("top secret");
  }
}
