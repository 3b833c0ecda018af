package dev.assent.service.sse;

import dev.assent.platform.views.Wakeups;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's stream. News, time, the reader's demand and the connection each only raise a
/// signal; one worker at a time looks at all of them and goes one step. One piece of text is on its
/// way at a time: the framework between reader and connection asks for many in advance.
final class OpenStream implements Subscription {
  private static final Logger LOGGER = LoggerFactory.getLogger(OpenStream.class);

  private final Streams streams;
  private final Streams.Client client;
  private final Source source;
  private final Streams.Ending ending;
  private final Subscriber<? super byte[]> reader;
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicLong demand = new AtomicLong();
  private volatile boolean timeIsUp;
  private volatile boolean over;
  private volatile boolean sending;
  private volatile Wakeups.@Nullable Registration registration;
  private volatile Outlet.@Nullable Ending taking;
  private volatile @Nullable ScheduledFuture<?> deadline;
  private volatile @Nullable ScheduledFuture<?> beat;
  private volatile boolean silent;
  private long cursor;
  private boolean opened;

  OpenStream(
      Streams streams,
      Streams.Client client,
      Source source,
      long cursor,
      Streams.Ending ending,
      Subscriber<? super byte[]> reader) {
    this.streams = streams;
    this.client = client;
    this.source = source;
    this.cursor = cursor;
    this.ending = ending;
    this.reader = reader;
  }

  String owner() {
    return client.owner();
  }

  void start() {
    registration = source.await(this::signal);
    taking = client.outlet().await(this::signal);
    deadline = streams.after(ending.held(), this::end);
    if (ending.held().compareTo(streams.silenceMax()) > 0) {
      beat = streams.every(streams.silenceMax(), this::beat);
    }
    reader.onSubscribe(this);
  }

  /// Time is up, or the server stops.
  void end() {
    timeIsUp = true;
    signal();
  }

  /// Since the last time nothing may have been sent.
  private void beat() {
    silent = true;
    signal();
  }

  @Override
  public void request(long n) {
    demand.accumulateAndGet(n, (have, more) -> have + more < 0 ? Long.MAX_VALUE : have + more);
    signal();
  }

  @Override
  public void cancel() {
    over = true;
    release();
  }

  private void signal() {
    if (signals.getAndIncrement() == 0) {
      try {
        streams.execute(this::work);
      } catch (RejectedExecutionException _) {
        work(); // the server stops: the last step is taken here
      }
    }
  }

  private void work() {
    int seen;
    do {
      seen = signals.get();
      try {
        step();
      } catch (RuntimeException e) {
        LOGGER.atWarn().setCause(e).log("A stream could not be read and was ended");
        finish();
      }
    } while (signals.addAndGet(-seen) != 0);
  }

  /// Does one thing that can be done now, if there is any; what it sends signals once it is sent.
  private void step() {
    if (over || sending) {
      return;
    }
    if (demand.get() == 0 || !client.outlet().takes()) {
      if (timeIsUp) {
        finish();
      }
      return;
    }
    if (!opened) {
      opened = true;
      send(Frame.comment("open"), false);
      return;
    }
    Source.Batch batch = source.after(cursor);
    if (!batch.isEmpty()) {
      cursor = batch.cursor();
      send(batch.text(), !batch.more() && (batch.last() || ending.endAfterBatch()));
    } else if (timeIsUp) {
      send(Frame.timeout(cursor), true);
    } else if (silent) {
      send(Frame.comment("still here"), false);
    }
  }

  private void send(String text, boolean last) {
    sending = true;
    silent = false;
    demand.updateAndGet(have -> have == Long.MAX_VALUE ? have : have - 1);
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try {
      client
          .outlet()
          .run(
              () -> {
                if (!over) {
                  reader.onNext(bytes);
                }
                if (last) {
                  finish();
                }
                sending = false;
                signal();
              });
    } catch (RejectedExecutionException _) {
      cancel();
    }
  }

  private void finish() {
    if (!over) {
      over = true;
      release();
      reader.onComplete();
    }
  }

  private void release() {
    Wakeups.Registration waiting = registration;
    if (waiting != null) {
      waiting.end();
    }
    Outlet.Ending blocked = taking;
    if (blocked != null) {
      blocked.end();
    }
    cancel(deadline);
    cancel(beat);
    streams.ended(this);
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
