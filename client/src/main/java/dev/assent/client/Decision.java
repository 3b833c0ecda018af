package dev.assent.client;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A person's answer to a task, for [ApprovalsClient#decide]. Immutable: each method makes a
/// changed copy.
///
/// It is bound to what the person was shown ([#boundTo]), or says that nobody was shown anything
/// ([#unbound]); without either it is refused.
public final class Decision {
  private final ObjectNode body;

  private Decision(ObjectNode body) {
    this.body = body;
  }

  /// An answer.
  ///
  /// @param outcome one of [Task#outcomes]; `approved` and `rejected` stand for the positive and
  ///   the negative one
  /// @return a decision
  public static Decision of(String outcome) {
    return new Decision(Json.object().put("outcome", outcome));
  }

  /// With the reason.
  ///
  /// @param comment for the audit trail
  /// @return a copy
  public Decision withComment(String comment) {
    return new Decision(body.deepCopy().put("comment", comment));
  }

  /// With the answer's fields, as the task's form asks for them.
  ///
  /// @param data a map, or any object that Jackson writes as a JSON object
  /// @return a copy
  public Decision withData(Object data) {
    return new Decision(body.deepCopy().set("data", Json.objectOf("the answer's data", data)));
  }

  /// For somebody else.
  ///
  /// @param person their id
  /// @return a copy
  public Decision onBehalfOf(String person) {
    return new Decision(body.deepCopy().put("on_behalf_of", person));
  }

  /// As an answer to exactly this, which the person was shown: when the task has changed since, it
  /// is refused.
  ///
  /// @param task as it was shown
  /// @return a copy
  public Decision boundTo(Task task) {
    return boundTo(task.version(), task.contentHash());
  }

  /// The same, by what tells a task that was shown elsewhere.
  ///
  /// @param version [Task#version]
  /// @param contentHash [Task#contentHash]
  /// @return a copy
  public Decision boundTo(int version, String contentHash) {
    return new Decision(body.deepCopy().put("version", version).put("content_hash", contentHash));
  }

  /// Nobody was shown the task, and the audit trail will say so. A task that requires the binding
  /// refuses it.
  ///
  /// @return a copy
  public Decision unbound() {
    return new Decision(body.deepCopy().put("unbound", true));
  }

  /// Only for the task of this step, and for none that the intent asks after it.
  ///
  /// @param stepId [Task#stepId]
  /// @return a copy
  public Decision forStep(String stepId) {
    return new Decision(body.deepCopy().put("step_id", stepId));
  }

  ObjectNode body() {
    return body;
  }

  /// Without comment and data, which may be secret.
  @Override
  public String toString() {
    return "Decision[" + body.path("outcome").asText() + "]";
  }
}
