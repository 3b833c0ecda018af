package dev.assent.gateway.inbox;

import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Threads;
import dev.assent.gateway.view.IntentView;

/// A thread as the answer to a request that reads or changes it.
final class ThreadAnswers {
  private ThreadAnswers() {}

  static String of(IntentView view, Inboxes.Owner owner) {
    return Answers.text(
        Answers.ok().set("thread", Threads.thread(view, owner.address(), owner.shownAs())));
  }

  /// @param decided whether a question was decided by what was asked
  static String of(IntentView view, Inboxes.Owner owner, boolean decided) {
    return Answers.text(
        Answers.ok()
            .put("decided", decided)
            .set("thread", Threads.thread(view, owner.address(), owner.shownAs())));
  }
}
