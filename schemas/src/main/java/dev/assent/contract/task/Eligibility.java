package dev.assent.contract.task;

import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Grant;
import dev.assent.contract.people.Grant.Right;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.Permission.Allowed;
import dev.assent.contract.task.Permission.Reason;
import dev.assent.contract.task.Permission.Refused;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who may answer a question. This is the one place that says it: the decider refuses by it, and
/// whatever shows questions or tells of them asks here whom they are for.
///
/// @param assignees whom its author asked; empty means every approver of the workspace
/// @param escalatedTo who was asked since; an escalation takes nobody's right away
public record Eligibility(List<Assignee> assignees, List<Assignee> escalatedTo) {
  private static final Permission ALLOWED = new Allowed();

  public Eligibility {
    assignees = List.copyOf(assignees);
    escalatedTo = List.copyOf(escalatedTo);
  }

  public static Eligibility of(HumanTask question, TaskRun run) {
    return new Eligibility(question.assignees(), run.escalatedTo());
  }

  /// Whether this principal may answer.
  ///
  /// @param grants what the intent's policy says of single principals
  public Permission may(Principal who, List<Grant> grants) {
    Permission key = mayAnswer(who, grants);
    return key instanceof Allowed ? isAsked(who) : key;
  }

  /// Whether this principal may answer questions of an intent at all, whomever they ask: a person
  /// may whose key is for it, and whom the intent's policy does not deny it. No grant lets anybody
  /// else.
  public static Permission mayAnswer(Principal who, List<Grant> grants) {
    if (who.kind() != Principal.Kind.PERSON || !who.has(Scope.APPROVER)) {
      return refused(Reason.NO_APPROVER, "a person with the scope APPROVER to decide", who);
    }
    return Grant.denies(grants, who, Right.RESUME)
        ? refused(Reason.DENIED, "a person whom the intent's policy does not deny it", who)
        : ALLOWED;
  }

  /// Whether this principal is among those asked.
  public Permission isAsked(Principal who) {
    return asks(who)
        ? ALLOWED
        : new Refused(
            Reason.NOT_ASKED,
            "one of " + assignees + (escalatedTo.isEmpty() ? "" : " or " + escalatedTo),
            "this is '" + who.id() + "'");
  }

  /// The same without a reason, for whoever goes through many questions.
  public boolean asks(Principal who) {
    return everybody() || anyCovers(assignees, who) || anyCovers(escalatedTo, who);
  }

  /// Whether it asks every approver of the workspace.
  public boolean everybody() {
    return assignees.isEmpty();
  }

  /// All who are asked by now, each once; empty means every approver of the workspace.
  public List<Assignee> asked() {
    if (everybody() || escalatedTo.isEmpty()) {
      return assignees;
    }
    Set<Assignee> all = new LinkedHashSet<>(assignees);
    all.addAll(escalatedTo);
    return List.copyOf(all);
  }

  /// With whom it lies now: those whom it was escalated to, else its own assignees; empty means
  /// every approver of the workspace.
  public List<Assignee> holders() {
    return escalatedTo.isEmpty() ? assignees : List.copyOf(new LinkedHashSet<>(escalatedTo));
  }

  private static boolean anyCovers(List<Assignee> any, Principal who) {
    for (Assignee assignee : any) {
      if (assignee.covers(who)) {
        return true;
      }
    }
    return false;
  }

  private static Permission refused(Reason reason, String expected, Principal who) {
    return new Refused(reason, expected, "this is " + who.described());
  }
}
