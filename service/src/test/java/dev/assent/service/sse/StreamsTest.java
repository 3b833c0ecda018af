package dev.assent.service.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.platform.views.Wakeups;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class StreamsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Streams streams = new Streams(new Streams.Bounds(10_000, 5_000));
  private final Log log = new Log();
  private final Connection outlet = new Connection();

  @AfterEach
  void stop() {
    streams.close();
  }

  @Test
  void whatIsThereIsSentAtOnceAndTheStreamStaysOpen() {
    log.add(1);
    Reader reader = read(0, LONG, false, Long.MAX_VALUE);

    await().until(() -> reader.text().contains("id: 1"));
    log.add(2);
    await().until(() -> reader.text().contains("id: 2"));
    assertThat(reader.done).isNotDone();
  }

  @Test
  void aClientThatReadsWholeBodiesGetsTheEndRightAfterTheEvents() {
    Reader reader = read(0, LONG, true, Long.MAX_VALUE);
    log.add(1);

    assertThat(reader.done).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(reader.text()).contains("id: 1").doesNotContain("stream.timeout");
  }

  @Test
  void theEndOfAnIntentEndsTheStream() {
    log.add(1);
    log.end();
    Reader reader = read(0, LONG, false, Long.MAX_VALUE);

    assertThat(reader.done).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void anEndedIntentWithNothingNewIsHeldForTheWholeWait() {
    log.add(1);
    log.end();
    Reader reader = read(2, SHORT, false, Long.MAX_VALUE);

    assertThat(reader.done).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(reader.text()).endsWith("data: {\"ok\":true,\"next_seq\":2}\n\n");
  }

  @Test
  void timeEndsTheStreamWithTheCursor() {
    log.add(1);
    Reader reader = read(0, SHORT, false, Long.MAX_VALUE);

    assertThat(reader.done).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(reader.text()).contains("id: 1").endsWith("\"next_seq\":1}\n\n");
    assertThat(streams.count()).isZero();
    assertThat(log.wakeups.count()).isZero();
  }

  @Test
  void aStreamWithoutNewsTellsThatItLives() {
    try (Streams talking = new Streams(new Streams.Bounds(2, 2), SHORT)) {
      Reader reader = new Reader(Long.MAX_VALUE);
      talking
          .of(new Streams.Client("owner", outlet), log, 0, new Streams.Ending(LONG, true))
          .subscribe(reader);
      await().until(() -> reader.text().contains(": still here\n\n: still here\n\n"));
      assertThat(reader.done).as("a comment is no batch").isNotDone();
      log.add(1);
      assertThat(reader.done).succeedsWithin(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aReaderThatAsksForNothingGetsNothingAndIsGivenUp() {
    log.add(1);
    Reader reader = read(0, SHORT, false, 0);

    assertThat(reader.done).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(reader.text()).isEmpty();
    assertThat(log.reads).isZero();
  }

  @Test
  void aSlowReaderGetsOnlyAsMuchAsItAsksFor() {
    Reader reader = read(0, LONG, false, 2);
    log.add(1);
    await().until(() -> reader.text().contains("id: 1"));
    log.add(2);
    log.add(3);
    assertThat(reader.text()).doesNotContain("id: 2");

    reader.request(1);

    await().until(() -> reader.text().contains("id: 3"));
  }

  @Test
  void aConnectionThatDoesNotTakeGetsOnePieceAndTheRestWhenItDoes() {
    outlet.takes = false;
    Reader reader = read(0, LONG, false, Long.MAX_VALUE);
    log.add(1);
    assertThat(reader.text()).isEmpty();
    assertThat(log.reads).isZero();

    outlet.takes(1);
    await().until(() -> reader.text().equals(": open\n\n"));
    assertThat(log.reads).as("nothing is read in advance").isZero();

    outlet.takes(Integer.MAX_VALUE);
    await().until(() -> reader.text().contains("id: 1"));
  }

  @Test
  void aConnectionThatDoesNotTakeUntilTheEndIsGivenUp() {
    outlet.takes = false;
    log.add(1);
    Reader reader = read(0, SHORT, false, Long.MAX_VALUE);

    assertThat(reader.done).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(reader.text()).isEmpty();
    assertThat(outlet.wakes.count()).isZero();
  }

  @Test
  void roomIsCountedForAllAndForEachOwner() {
    Streams few = new Streams(new Streams.Bounds(3, 2));
    assertThat(few.room("a")).isEqualTo(Streams.Room.FREE);
    Reader first = read(few, "a");
    read(few, "a");
    assertThat(few.room("a")).isEqualTo(Streams.Room.OWNER_HAS_ALL);
    assertThat(few.room("b")).isEqualTo(Streams.Room.FREE);
    read(few, "b");
    assertThat(few.room("b")).isEqualTo(Streams.Room.FULL);

    first.cancel();
    first.cancel();

    assertThat(few.room("a")).isEqualTo(Streams.Room.FREE);
    assertThat(few.room("b")).isEqualTo(Streams.Room.FREE);
    few.close();
  }

  private Reader read(Streams where, String owner) {
    Reader reader = new Reader(0);
    where
        .of(new Streams.Client(owner, outlet), log, 0, new Streams.Ending(LONG, false))
        .subscribe(reader);
    return reader;
  }

  @Test
  void aReaderThatGoesAwayIsForgotten() {
    Reader reader = read(0, LONG, false, Long.MAX_VALUE);
    reader.cancel();

    assertThat(streams.count()).isZero();
    assertThat(log.wakeups.count()).isZero();
  }

  @Test
  void stoppingEndsEveryStreamCleanly() {
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      readers.add(read(0, LONG, false, Long.MAX_VALUE));
    }
    assertThat(streams.count()).isEqualTo(2_000);

    assertThat(streams.endAll()).succeedsWithin(10, TimeUnit.SECONDS);

    readers.forEach(reader -> assertThat(reader.done).succeedsWithin(10, TimeUnit.SECONDS));
    assertThat(streams.count()).isZero();
  }

  private Reader read(long cursor, Duration held, boolean endAfterBatch, long demand) {
    Reader reader = new Reader(demand);
    streams
        .of(
            new Streams.Client("owner", outlet),
            log,
            cursor,
            new Streams.Ending(held, endAfterBatch))
        .subscribe(reader);
    return reader;
  }

  /// Events that are numbered from 1.
  private static final class Log implements Source {
    private final List<Long> events = Collections.synchronizedList(new ArrayList<>());
    private final Wakeups<String> wakeups = new Wakeups<>();
    private volatile boolean ended;
    private volatile int reads;

    void add(long seq) {
      events.add(seq);
      wakeups.wake("log");
    }

    void end() {
      ended = true;
    }

    @Override
    public synchronized Batch after(long cursor) {
      reads++;
      StringBuilder text = new StringBuilder();
      long last = cursor;
      for (long seq : List.copyOf(events)) {
        if (seq > cursor) {
          text.append(Frame.event(OptionalLong.of(seq), "intent.x", "{}"));
          last = seq;
        }
      }
      return new Batch(text.toString(), last, false, ended);
    }

    @Override
    public Wakeups.Registration await(Runnable wake) {
      return wakeups.await("log", wake);
    }
  }

  /// Takes as many pieces as it is told to.
  private static final class Connection implements Outlet {
    private final Wakeups<String> wakes = new Wakeups<>();
    private volatile boolean takes = true;
    private int pieces = Integer.MAX_VALUE;

    synchronized void takes(int more) {
      pieces = more;
      takes = true;
      wakes.wake("outlet");
    }

    @Override
    public boolean takes() {
      return takes;
    }

    @Override
    public synchronized void run(Runnable step) {
      step.run();
      pieces--;
      takes = pieces > 0;
    }

    @Override
    public Ending await(Runnable wake) {
      return wakes.await("outlet", wake)::end;
    }
  }

  private static final class Reader implements Subscriber<byte[]> {
    private final StringBuilder received = new StringBuilder();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final long demand;
    private @Nullable Subscription subscription;

    Reader(long demand) {
      this.demand = demand;
    }

    synchronized String text() {
      return received.toString();
    }

    void request(long more) {
      if (subscription != null) {
        subscription.request(more);
      }
    }

    void cancel() {
      if (subscription != null) {
        subscription.cancel();
      }
    }

    @Override
    public void onSubscribe(Subscription opened) {
      subscription = opened;
      if (demand > 0) {
        opened.request(demand);
      }
    }

    @Override
    public synchronized void onNext(byte[] chunk) {
      received.append(new String(chunk, StandardCharsets.US_ASCII));
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      done.complete(null);
    }
  }
}
