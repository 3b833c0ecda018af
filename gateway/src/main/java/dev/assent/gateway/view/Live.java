package dev.assent.gateway.view;

import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
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

  /// Who is asked by an open task.
  ///
  /// @param openedMicros when, in microseconds since 1970
  record Asked(long openedMicros, List<Assignee> assignees, List<Assignee> escalatedTo) {
    boolean includes(Principal principal) {
      return assignees.isEmpty()
          || covered(assignees, principal)
          || covered(escalatedTo, principal);
    }

    private static boolean covered(List<Assignee> any, Principal principal) {
      return any.stream().anyMatch(assignee -> assignee.covers(principal));
    }

    private Asked sharing(Shared shared) {
      return new Asked(openedMicros, shared.one(assignees), shared.one(escalatedTo));
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
        view.task()
            .map(
                open ->
                    new Asked(
                        Position.toMicros(open.openedAt()),
                        open.task().assignees(),
                        open.escalatedTo())),
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
