package dev.assent.gateway.edge;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Scope;
import dev.assent.gateway.view.IntentView;
import dev.assent.gateway.view.Intents;
import dev.assent.platform.views.Views;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Looks at the views once they have everything that was answered before.
@Singleton
public final class Reads {
  private static final Scope[] READERS = {
    Scope.INITIATOR, Scope.AGENT, Scope.SUBMITTER, Scope.APPROVER, Scope.AUDITOR
  };

  private final Views views;
  private final Intents intents;

  Reads(Views views, Intents intents) {
    this.views = views;
    this.intents = intents;
  }

  /// An intent of the caller's workspace, by its own id or one of its step intents'.
  public CompletableFuture<IntentView> intent(Caller caller, IntentId any) {
    caller.require("read intents", READERS);
    return views.caughtUp(any).thenApply(_ -> found(caller, any));
  }

  /// What a function of all intents comes to.
  public <T> CompletableFuture<T> all(Caller caller, Function<Intents, T> read) {
    caller.require("read intents", READERS);
    return views.caughtUp().thenApply(_ -> read.apply(intents));
  }

  private IntentView found(Caller caller, IntentId any) {
    return intents
        .find(caller.workspace(), any)
        .orElseThrow(() -> Refused.notFound("an intent", "there is no '" + any + "'"));
  }
}
