package dev.assent.notifier.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.notifier.plan.Facts;
import dev.assent.notifier.plan.Message;
import dev.assent.notifier.plan.Recipient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final Recipient SRE = new Recipient.Role("sre");
  private static final Recipient ADA = new Recipient.Person("ada");
  private static final Recipient BOB = new Recipient.Person("bob");

  @Test
  void withoutALookUpEachIsReachedByTheirName() {
    assertThat(route("console", true, Reach.BY_NAME).of(message(List.of(SRE, ADA))))
        .extracting(Delivery::address)
        .containsExactly("role:sre", "person:ada");
  }

  @Test
  void thePeopleBehindARoleEachGetTheirOwn_andNobodyTwiceAtOneAddress() {
    Reach reach =
        (to, _, _) ->
            to.equals(SRE)
                ? List.of(address(ADA), address(BOB))
                : List.of(new Reach.Address(to, to + "@acme.example"));

    List<Delivery> deliveries = route("email", false, reach).of(message(List.of(SRE, ADA)));

    assertThat(deliveries).extracting(Delivery::recipient).containsExactly(ADA, BOB);
    assertThat(deliveries)
        .extracting(Delivery::dedupeKey)
        .containsExactly(
            Facts.INTENT + "/4/email/person:ada", Facts.INTENT + "/4/email/person:bob");
  }

  @Test
  void whoeverWantsNothingOverAChannelGetsNothing() {
    assertThat(route("email", false, (_, _, _) -> List.of()).of(message(List.of(ADA)))).isEmpty();
  }

  @Test
  void aMessageIsHeardByTheChannelsItNames() {
    Message message = message(List.of(ADA), "email");

    assertThat(route("email", false, Reach.BY_NAME).of(message)).hasSize(1);
    assertThat(route("console", true, Reach.BY_NAME).of(message)).isEmpty();
  }

  @Test
  void aMessageForNoRunningChannelIsHeardByTheLastResort() {
    Message message = message(List.of(ADA), "slack");

    assertThat(route("email", false, Reach.BY_NAME).of(message)).isEmpty();
    assertThat(route("console", true, Reach.BY_NAME).of(message)).hasSize(1);
  }

  @Test
  void aMessageThatNamesNoChannelIsHeardByAll() {
    Message message = message(List.of(ADA));

    assertThat(route("email", false, Reach.BY_NAME).of(message)).hasSize(1);
    assertThat(route("console", true, Reach.BY_NAME).of(message)).hasSize(1);
  }

  private static Reach.Address address(Recipient person) {
    return new Reach.Address(person, person + "@acme.example");
  }

  private static Route route(String channel, boolean lastResort, Reach reach) {
    return new Route(channel, Set.of("console", "email"), lastResort, reach);
  }

  private static Message message(List<Recipient> to, String... channels) {
    return new Message(
        Facts.INTENT,
        4,
        Facts.START,
        new Message.What.Said("Done", ""),
        Optional.empty(),
        Message.Urgency.LOW,
        to,
        Optional.empty(),
        List.of(channels),
        List.of());
  }
}
