package dev.assent.approval.view;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import java.util.List;

/// What decides in whose lists an open task stands, and where.
///
/// @param assignees who may decide; empty means every approver of the workspace
record Listing(Place place, Workspace workspace, List<Assignee> assignees) {
  Listing {
    assignees = List.copyOf(assignees);
  }

  static Listing of(TaskLine task) {
    return new Listing(Place.of(task), task.workspace(), task.assignees());
  }
}
