package dev.assent.gateway.view;

import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.task.Eligibility;
import dev.assent.platform.rows.Shared;
import java.util.List;
import java.util.Optional;

/// What is kept in memory of each intent that lives ([Indexes]), and of which it has a row on disk
/// ([LiveCodec]), so that a start does not read histories.
///
/// @param age when it was created
/// @param changedMicros when it last changed, in microseconds since 1970
/// @param owners in whose inboxes its thread is ([IntentThread#owners])
/// @param deliveries what agents have yet to answer
record Live(
    Position age,
    Workspace workspace,
    Status status,
    long changedMicros,
    List<String> owners,
    Optional<Asked> task,
    List<IntentView.Delivery> deliveries) {

  /// What is kept of an open task.
  ///
  /// @param openedMicros since when, in microseconds since 1970
  record Asked(long openedMicros, Eligibility who) {
    private Asked sharing(Shared shared) {
      return new Asked(
          openedMicros,
          new Eligibility(shared.one(who.assignees()), shared.one(who.escalatedTo())));
    }
  }

  Live {
    deliveries = List.copyOf(deliveries);
  }

  static Live of(IntentView view) {
    return new Live(
        Position.of(view.createdAt(), view.id()),
        view.workspace(),
        view.status(),
        Position.toMicros(view.updatedAt()),
        view.thread().owners(),
        view.task().map(open -> new Asked(Position.toMicros(open.since()), open.eligibility())),
        view.openDeliveries());
  }

  /// The same, made of objects that others have too.
  Live sharing(Shared shared) {
    return new Live(
        age,
        shared.one(workspace),
        status,
        changedMicros,
        shared.one(owners),
        task.map(asked -> asked.sharing(shared)),
        deliveries.stream().map(delivery -> sharing(delivery, shared)).toList());
  }

  private static IntentView.Delivery sharing(IntentView.Delivery delivery, Shared shared) {
    return new IntentView.Delivery(
        delivery.intent(), delivery.ordinal(), shared.one(delivery.agent()));
  }

  IntentId id() {
    return age.id();
  }

  Optional<Position> taskAge() {
    return task.map(asked -> new Position(asked.openedMicros(), id()));
  }
}
