package dev.assent.platform.kafka;

import java.util.concurrent.Executor;

/// Where futures that callers see are completed: each on a virtual thread of its own, so that what
/// a caller chains to one may block, and no poll or stream thread ever runs it.
public final class Completions {
  public static final Executor EACH_ON_ITS_OWN_THREAD = Thread::startVirtualThread;

  private Completions() {}
}
