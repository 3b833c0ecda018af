package dev.assent.gateway.inbox;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.view.Inbox;
import dev.assent.gateway.view.IntentThread;
import dev.assent.gateway.view.IntentView;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whose inbox a request speaks of, and may.
@Singleton
public final class Inboxes {
  private static final String OWNER = "owner_agent";

  /// An inbox as a request named it.
  ///
  /// @param address as [dev.assent.contract.id.AgentAddress#spelled] writes it
  /// @param named whether the request said so; else it is the caller's own
  public record Owner(String address, String shownAs, boolean named) {

    /// The owner of a thread's copy: who names nobody, and is nobody's agent, sees the addressee's.
    Owner of(IntentView view, Caller caller) {
      if (view.thread().isIn(address, view.status())) {
        return this;
      }
      if (!named && caller.principal().kind() != Principal.Kind.AGENT) {
        return new Owner(view.thread().owners().getFirst(), view.created().to(), false);
      }
      throw Refused.forbidden(
          "a thread in the inbox of " + shownAs, "it is in that of " + view.created().to());
    }
  }

  /// The owner that the query or the header names, else the caller itself. An agent's key opens the
  /// agent's own inbox only; any other key of the workspace opens them all.
  public Owner owner(Caller caller, HttpRequest<?> request) {
    Optional<String> query = present(request.getParameters().getFirst(OWNER));
    Optional<String> header =
        present(Optional.ofNullable(request.getHeaders().get("x-owner-agent")));
    Optional<String> named = query.or(() -> header);
    String text = named.orElse(caller.principal().id());
    String address = address(text, caller);
    if (query.isPresent() && header.isPresent() && !address(header.get(), caller).equals(address)) {
      throw Refused.badRequest(
          "the same agent in owner_agent and x-owner-agent",
          "they are " + query.get() + " and " + header.get());
    }
    if (caller.principal().kind() == Principal.Kind.AGENT
        && !caller.speaksFor(Lenient.address(text, caller.workspace()))) {
      throw Refused.forbidden(
          "the inbox of '" + caller.principal().id() + "'", "this is that of '" + text + "'");
    }
    return new Owner(address, named.orElse(address), named.isPresent());
  }

  private static Optional<String> present(Optional<String> text) {
    return text.map(String::strip).filter(t -> !t.isEmpty());
  }

  private static String address(String text, Caller caller) {
    return AgentAddress.spelled(text, caller.workspace());
  }

  /// The states that a query asks for; all without one.
  static Set<IntentThread.State> states(Optional<String> status) {
    Set<IntentThread.State> states = EnumSet.noneOf(IntentThread.State.class);
    for (String word : present(status).map(all -> all.split(",")).orElse(new String[0])) {
      try {
        states.add(IntentThread.State.valueOf(word.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException _) {
        throw Refused.invalid("pending, active or done in 'status'", "got '" + word + "'");
      }
    }
    return states.isEmpty() ? EnumSet.allOf(IntentThread.State.class) : states;
  }

  /// Where a client's last look at the changes ended; without one, at the beginning.
  static Inbox.Place place(Optional<String> cursor) {
    return present(cursor)
        .map(Inboxes::parsed)
        .orElse(new Inbox.Place(Instant.EPOCH, IntentId.root(0, 0)));
  }

  private static Inbox.Place parsed(String cursor) {
    try {
      int dot = cursor.indexOf('.');
      return new Inbox.Place(
          Instant.EPOCH.plus(Long.parseLong(cursor.substring(0, dot)), ChronoUnit.MICROS),
          IntentId.parse(cursor.substring(dot + 1)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException _) {
      throw Refused.invalid("a cursor that was answered before", "got '" + cursor + "'");
    }
  }

  static String cursor(Inbox.Place place) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, place.at()) + "." + place.id();
  }

  /// A text of at most so many characters.
  static String text(Fields body, String name, int lengthMax) {
    return body.optionalText(name, lengthMax).orElse("");
  }
}
