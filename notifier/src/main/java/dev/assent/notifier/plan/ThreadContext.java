package dev.assent.notifier.plan;

import dev.assent.contract.Event;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import java.util.ArrayList;
import java.util.List;

/// The little of an intent that the events of its thread need: above all, whose inboxes it is in.
/// Kept from the intent's beginning to its end.
///
/// @param owners addresses as [AgentAddress#spelled] writes them, the addressee first
public record ThreadContext(String intentType, String from, String to, List<String> owners) {
  public ThreadContext {
    owners = List.copyOf(owners);
  }

  static ThreadContext of(Event.IntentCreated created, Workspace workspace) {
    return new ThreadContext(
        created.intentType(),
        created.from(),
        created.to(),
        List.of(AgentAddress.spelled(created.to(), workspace)));
  }

  ThreadContext with(String owner) {
    List<String> more = new ArrayList<>(owners);
    more.add(owner);
    return new ThreadContext(intentType, from, to, more);
  }
}
