package dev.assent.lifecycle.stream;

import dev.assent.lifecycle.stream.AgentTopics.NotTaken;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.RecordTooLargeException;

/// What speaks against agents' topics that exist. Mostly nothing does, and then nothing is asked.
///
/// A write that is refused fails its transaction, whatever a handler answers, so a refusal is
/// learned from a transaction that was undone. From then on, for ten minutes and for as long as a
/// topic is found wanting, each topic's [TopicTerms] are asked before it is written to: what made
/// one topic refuse may hold for all of them, and each would cost a transaction of its own. A
/// refusal that the terms do not explain is kept for a minute, and then the topic is tried again.
public final class Doubts {
  static final Duration LAST = Duration.ofMinutes(10);
  static final Duration TERMS_KEPT = Duration.ofMinutes(1);

  /// For a topic that did not take the last delivery: it is taken up again soon after it is mended.
  static final Duration BAD_TERMS_KEPT = Duration.ofSeconds(1);

  static final Duration REFUSAL_KEPT = Duration.ofMinutes(1);

  private final Function<String, TopicTerms> broker;
  private final LongSupplier nanoTime;
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private final Map<String, Refused> refused = new ConcurrentHashMap<>();
  private volatile Optional<Long> since = Optional.empty();

  /// @param broker tells a topic's terms
  Doubts(Function<String, TopicTerms> broker, LongSupplier nanoTime) {
    this.broker = broker;
    this.nanoTime = nanoTime;
  }

  private record Asked(TopicTerms terms, long at, Duration kept) {}

  /// @param bytesMin of the value: what is smaller may be taken
  private record Refused(String why, int bytesMin, long at) {}

  /// A transaction was undone, whatever the reason.
  void begin() {
    asked.clear();
    since = Optional.of(nanoTime.getAsLong());
  }

  /// A broker refused a record for good.
  ///
  /// @param bytes of its value
  void refused(String topic, int bytes, Exception why) {
    int bytesMin = why instanceof RecordTooLargeException ? bytes : 0;
    String text = "a broker refused it: " + why.getMessage();
    refused.put(topic, new Refused(text, bytesMin, nanoTime.getAsLong()));
    begin();
  }

  Optional<NotTaken> against(String topic, byte[] key, byte[] value) {
    Optional<Long> begun = since;
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    if (isOver(begun.get(), LAST)) {
      since = Optional.empty();
      return Optional.empty();
    }
    return byTerms(topic, key, value)
        .or(() -> byRefusal(topic, value.length))
        .map(why -> NotTaken.refused(topic, why));
  }

  private Optional<String> byTerms(String topic, byte[] key, byte[] value) {
    Asked last = asked.get(topic);
    if (last == null || isOver(last.at(), last.kept())) {
      last = new Asked(broker.apply(topic), nanoTime.getAsLong(), TERMS_KEPT);
      asked.put(topic, last);
    }
    Optional<String> why = last.terms().against(key, value);
    if (why.isPresent()) {
      asked.put(topic, new Asked(last.terms(), last.at(), BAD_TERMS_KEPT));
      since = Optional.of(nanoTime.getAsLong());
    }
    return why;
  }

  private Optional<String> byRefusal(String topic, int bytes) {
    Refused last = refused.get(topic);
    if (last == null || bytes < last.bytesMin()) {
      return Optional.empty();
    }
    if (isOver(last.at(), REFUSAL_KEPT)) {
      refused.remove(topic, last);
      return Optional.empty();
    }
    return Optional.of(last.why());
  }

  private boolean isOver(long at, Duration after) {
    return nanoTime.getAsLong() - at > after.toNanos();
  }
}
